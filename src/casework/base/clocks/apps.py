from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "casework.base.clocks"
    label = "clocks"
