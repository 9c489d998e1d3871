"""The screens of this room, by thing."""
