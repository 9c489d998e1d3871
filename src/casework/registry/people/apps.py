from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "casework.registry.people"
    label = "people"
