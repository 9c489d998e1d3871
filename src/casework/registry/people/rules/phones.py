"""Phone numbers, and whether it is safe to use them.

A number is never shown without the answer to "is it safe to call?": a call to the wrong phone
can get somebody hurt.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from casework.base.core.says import _

from .marking import gettext_noop

LONGEST_NOTE = 120
MOST_DIGITS = 15


class Safe(StrEnum):
    """What the person said about one use of one number. Nobody asked is not yes."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class PhoneSafety:
    """The three answers and who else may pick up."""

    call: Safe = Safe.NOT_ASKED
    leave_message: Safe = Safe.NOT_ASKED
    text: Safe = Safe.NOT_ASKED
    who_answers: str = ""


CALL_WORDS = {
    Safe.YES: gettext_noop("Safe to call"),
    Safe.NO: gettext_noop("Do not call"),
    Safe.NOT_ASKED: gettext_noop("Safe to call? Not asked yet"),
}
MESSAGE_WORDS = {
    Safe.YES: gettext_noop("Messages are all right"),
    Safe.NO: gettext_noop("Leave no message"),
    Safe.NOT_ASKED: gettext_noop("Messages: not asked, so leave none"),
}
TEXT_WORDS = {
    Safe.YES: gettext_noop("Texts are all right"),
    Safe.NO: gettext_noop("Do not text"),
    Safe.NOT_ASKED: gettext_noop("Texts: not asked, so send none"),
}


def _read(typed: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, region.upper() or None)
    except NumberParseException:
        return None
    return number


def _is_dialable(number: PhoneNumber) -> bool:
    """Whole, with its area: a local number can't be dialled from a mobile phone elsewhere."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def why_not_phone(typed: str, region: str) -> str | None:
    """A number that could be dialled from the agency's region.

    Only the length is judged: numbers kept for fiction and new ranges aren't in any list of
    numbers in use, and are all right.
    """
    if not typed.strip():
        return _("Write the phone number.")
    number = _read(typed, region)
    if number is None:
        if sum(sign.isdecimal() for sign in typed) > MOST_DIGITS:
            return _("This number is too long.")
        return _("This is not a phone number. For another country begin with + and its code.")
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return _("This number is too short.")
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return _("This number is too long.")
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return _("Write the area code too.")
    if reason == phonenumbers.ValidationResult.INVALID_COUNTRY_CODE:
        return _("There is no such country code.")
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return _("This number has a wrong number of digits.")
    return None


def normalise(typed: str, region: str) -> str:
    """The number in its one international form, +15035550142; '' when it can't be read.

    An extension is kept as ';ext=12', so that it is dialled and compared too.
    """
    number = _read(typed, region)
    if number is None or not _is_dialable(number):
        return ""
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


@lru_cache(maxsize=1024)
def show(stored: str, region: str) -> str:
    """As people of the agency's region write it; numbers of other countries with their code.

    Kept for a while: a page shows a number in its header and again in a card.
    """
    number = _read(stored, region)
    if number is None:
        return stored
    home = phonenumbers.country_code_for_region(region.upper())
    style = PhoneNumberFormat.NATIONAL
    if number.country_code != home:
        style = PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def why_no_call(safety: PhoneSafety, *, is_current: bool = True) -> str | None:
    """A number is dialled from a screen only while it is current and nobody said no."""
    if not is_current:
        return _("This number is no longer used.")
    if safety.call == Safe.NO:
        return _("Do not call this number: it is not safe.")
    return None


def why_no_message(safety: PhoneSafety, *, is_current: bool = True) -> str | None:
    """A message is left only where the person said yes."""
    if reason := why_no_call(safety, is_current=is_current):
        return reason
    if safety.leave_message != Safe.YES:
        return _("Leave no message on this number.")
    return None


def why_no_text(safety: PhoneSafety, *, is_current: bool = True) -> str | None:
    """A text is sent only where the person said yes; a phone that is unsafe to call is unsafe."""
    if reason := why_no_call(safety, is_current=is_current):
        return reason
    if safety.text != Safe.YES:
        return _("Send no text to this number.")
    return None


def tel_link(stored: str, safety: PhoneSafety) -> str:
    """What a press dials; empty when the number isn't safe to call, so that it is no link."""
    if why_no_call(safety) or not stored.startswith("+"):
        return ""
    return f"tel:{stored}"


def safety_words(safety: PhoneSafety) -> tuple[str, ...]:
    """What stands beside the number, the most important first; a hard no says it all."""
    if safety.call == Safe.NO:
        words: tuple[str, ...] = (_(CALL_WORDS[Safe.NO]),)
    else:
        words = (
            _(CALL_WORDS[safety.call]),
            _(MESSAGE_WORDS[safety.leave_message]),
            _(TEXT_WORDS[safety.text]),
        )
    who = " ".join(safety.who_answers.split())
    return (*words, _("Who answers: %(who)s") % {"who": who}) if who else words


def why_not_safety(safety: PhoneSafety) -> str | None:
    """Where calling is unsafe, leaving a message or a text can't be safe."""
    if safety.call == Safe.NO and Safe.YES in (safety.leave_message, safety.text):
        return _("This phone is not safe to call, so messages and texts are not safe either.")
    if len(safety.who_answers) > LONGEST_NOTE:
        return _("Keep the note on who answers under %(most)s characters.") % {"most": LONGEST_NOTE}
    return None


def neutral_opening(safety: PhoneSafety) -> str:
    """What a caller may say first when somebody else might pick up: no service, no reason."""
    if safety.who_answers or safety.call != Safe.YES:
        return _("Ask for the person by first name. Do not say where you are calling from.")
    return ""
