from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "casework.base.audit"
    label = "audit"
