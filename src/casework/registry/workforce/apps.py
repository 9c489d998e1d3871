from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "casework.registry.workforce"
    label = "workforce"
