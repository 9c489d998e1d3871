"""The translation of a rule's reason, for modules that must not import Django themselves."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

__all__ = ["_", "_n"]
