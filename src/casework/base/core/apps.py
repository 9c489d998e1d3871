from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "casework.base.core"
    label = "core"
