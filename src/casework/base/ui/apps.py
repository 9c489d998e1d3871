from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of the whole product: base pages, form fields, components, icons."""

    name = "casework.base.ui"
    label = "ui"
    verbose_name = "Look"

    def ready(self) -> None:
        """Before the first page is drawn."""
        from . import quicker

        quicker.install()
