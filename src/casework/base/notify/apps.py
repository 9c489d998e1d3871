from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "casework.base.notify"
    label = "notify"
