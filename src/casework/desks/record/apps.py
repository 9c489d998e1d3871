from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "casework.desks.record"
    label = "record"
