"""Accounts: who may sign in. What they are (a worker, a person) is said elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from casework.base.core.ids import new_id
from casework.base.core.models import Record, RowSecurity


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, name: str, password: str | None = None, **fields: Any) -> Account:
        """An account that signs in with `name`; without a password only a link lets it in."""
        account = self.model(name=name.strip().lower(), **fields)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(name__iexact=username)


class Account(AbstractBaseUser):
    """Signs in with a name, or with its mail where it has one."""

    row_security: ClassVar[RowSecurity | None] = None
    app_may: ClassVar[str] = "select insert update"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=150, unique=True)
    mail = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    look = models.CharField(max_length=8, default="auto")
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "mail"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="account_name_once"),
            models.UniqueConstraint(
                Lower("mail"), name="account_mail_once", condition=~models.Q(mail="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Try(models.Model):
    """When somebody tried to sign in, by account and by address; see `limits.py`."""

    row_security: ClassVar[RowSecurity | None] = None
    # Through the functions in sql/tries.sql only.
    app_may: ClassVar[str] = ""

    key = models.CharField(max_length=80, primary_key=True)
    times = ArrayField(models.DateTimeField())
    kept_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return self.key


class Guessing(Record):
    """Many names failed from many addresses at once: somebody tries a password on everybody."""

    app_may = "select insert"

    noticed_at = models.DateTimeField(db_index=True)
    names = models.PositiveIntegerField()
    addresses = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "guessing"

    def __str__(self) -> str:
        return f"{self.noticed_at} {self.names}/{self.addresses}"
