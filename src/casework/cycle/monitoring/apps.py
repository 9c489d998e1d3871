from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "casework.cycle.monitoring"
    label = "monitoring"
