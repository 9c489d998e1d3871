"""What may be done with a referral, one function each."""

from .deciding import accept_referral, decline_referral, redirect_referral, withdraw_referral
from .receiving import begin_referral, receive_referral, set_reach_plan
from .triage import (
    change_owner,
    escalate,
    information_came,
    note_letter,
    put_on_waiting_list,
    request_information,
    take_up,
)
from .worksheet import Answer, answer_criterion, answer_worksheet, decide_level

__all__ = [
    "Answer",
    "accept_referral",
    "answer_criterion",
    "answer_worksheet",
    "begin_referral",
    "change_owner",
    "decide_level",
    "decline_referral",
    "escalate",
    "information_came",
    "note_letter",
    "put_on_waiting_list",
    "receive_referral",
    "redirect_referral",
    "request_information",
    "set_reach_plan",
    "take_up",
    "withdraw_referral",
]
