from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "casework.registry.diary"
    label = "diary"
