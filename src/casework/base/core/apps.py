from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "casework.base.core"
    label = "core"

    def ready(self) -> None:
        """Before the first connection is opened."""
        from . import connections, instants

        connections.register()
        instants.register()
