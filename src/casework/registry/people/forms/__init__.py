"""The shape of what is typed about a person."""

from .base import PersonForm, fitted
from .details import DetailsForm, PersonNewForm
from .joining import MergeForm, MergeUndoForm
from .living import CircumstanceForm, CircumstanceVoidForm, MemberForm
from .naming import IdentifierForm, NameForm
from .reaching import AddressForm, ContactPointForm, WarningCheckForm, WarningForm

__all__ = [
    "AddressForm",
    "CircumstanceForm",
    "CircumstanceVoidForm",
    "ContactPointForm",
    "DetailsForm",
    "IdentifierForm",
    "MemberForm",
    "MergeForm",
    "MergeUndoForm",
    "NameForm",
    "PersonForm",
    "PersonNewForm",
    "WarningCheckForm",
    "WarningForm",
    "fitted",
]
