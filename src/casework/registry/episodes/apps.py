from django.apps import AppConfig


class EpisodesConfig(AppConfig):
    name = "casework.registry.episodes"
    label = "episodes"
