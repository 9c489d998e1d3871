from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "casework.desks.oversight"
    label = "oversight"
