"""Sentences that several actions of this room say."""

from casework.base.core.says import _


def no_leader() -> str:
    """There is nobody who could hold the person."""
    return _(
        "A team has no leader who could hold its people. Fill the leader's position first; "
        "nothing was moved."
    )


def nobody_else_leads() -> str:
    """The absent worker is the only one who leads: nobody can hold in her place."""
    return _(
        "Nobody else leads this team, so nobody can hold its people. Arrange cover instead; "
        "nothing was moved."
    )
