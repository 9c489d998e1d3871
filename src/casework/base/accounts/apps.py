from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "casework.base.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import checks, second_factor

        assert checks.field_key_is_set
        second_factor.listen()
