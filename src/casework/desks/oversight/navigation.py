"""Where this desk stands in the main navigation."""

from django.utils.translation import gettext_lazy as _

from casework.registry.workforce.permissions import Permission

NAVIGATION = [
    (
        "oversight:my_team",
        _("My team"),
        Permission.TEAM_VIEW,
        "episodes:cover_",
        "episodes:caseload_",
    ),
    ("oversight:upkeep", _("Upkeep"), Permission.UPKEEP_VIEW),
]
