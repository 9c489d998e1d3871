from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "casework.registry.door"
    label = "door"
