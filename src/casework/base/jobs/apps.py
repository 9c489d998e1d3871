from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "casework.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Every room's `jobs` module is read, so that web and worker know the same jobs."""
        autodiscover_modules("jobs")
