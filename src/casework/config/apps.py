from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "casework.config"
    label = "config"
