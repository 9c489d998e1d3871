"""Where this room stands in the main navigation."""

from django.utils.translation import gettext_lazy as _

from casework.registry.workforce.permissions import Permission

NAVIGATION = [("exchange:import_list", _("Brought over"), Permission.IMPORT_RUN)]
