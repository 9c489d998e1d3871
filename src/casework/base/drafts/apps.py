from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "casework.base.drafts"
    label = "drafts"
