"""Where this desk stands in the main navigation."""

from django.utils.translation import gettext_lazy as _

from casework.registry.workforce.permissions import Permission

NAVIGATION = [
    ("myday:my_day", _("My day"), Permission.DAY_VIEW, "contacts:notes_to_sign"),
    ("myday:my_people", _("My people"), Permission.CASELOAD_VIEW),
]
