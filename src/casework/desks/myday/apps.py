from django.apps import AppConfig


class MydayConfig(AppConfig):
    name = "casework.desks.myday"
    label = "myday"
