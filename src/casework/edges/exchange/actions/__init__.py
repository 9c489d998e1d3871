"""What may be done with an agency's own files."""

from .contacts import bring_contacts
from .mappings import save_mapping
from .people import bring_people
from .referrals import bring_referrals
from .undoing import take_back

__all__ = ["bring_contacts", "bring_people", "bring_referrals", "save_mapping", "take_back"]
