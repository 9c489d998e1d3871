from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "casework.cycle.intake"
    label = "intake"
