"""What a day is made of, by keyboard alone and without a script."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import timedelta

from django.urls import reverse

from .conftest import PASSWORD
from .hands import hands_of
from .stage import TODAY, join, look_until_finished, register, send_a_file
from .test_every_page_without_scripts import LOOK

WORDS = "By keyboard: she was calm and asked about the bus."


def _timeline_of(hands, name: str) -> None:
    hands.search(name)
    hands.follow(name)
    hands.follow("Timeline")


def test_nobody_answered(site, browser):
    with hands_of(browser, site, "dana") as dana:
        dana.follow(re.compile("Tried, no answer.*Ray Begay"))
        dana.press("Looked for them elsewhere")
        _timeline_of(dana, "Ray Begay")
        dana.see(re.compile("^Tried, no answer: In person, out and about"))


def test_a_contact_with_two_people(site, browser):
    with hands_of(browser, site, "dana", to="/myday/people/") as dana:
        dana.follow(re.compile("Record a contact.*Leon Fraser"))
        dana.write("Note", WORDS)
        dana.tick("Seen", among="Did you meet?")
        dana.tick("In person")
        dana.tick("Out and about")
        dana.tick("30 min")
        dana.unfold("More: who else was there")
        dana.tick("Grace Mensah")
        dana.press("Save and sign")
        for name in ("Leon Fraser", "Grace Mensah"):
            _timeline_of(dana, name)
            dana.see("Out and about")


def test_a_form_that_lacks_something_leads_to_the_field(site, browser):
    with hands_of(browser, site, "dana", to="/myday/people/") as dana:
        dana.follow(re.compile("Record a contact.*Leon Fraser"))
        dana.write("Note", "Not to be lost by a refusal.")
        dana.press("Save and sign")
        dana.jump("Say whether you met.")
        assert dana.page.locator("[name=attendance]:focus").count() == 1
        assert dana.page.get_by_label("Note", exact=True).input_value() == (
            "Not to be lost by a refusal."
        )


def test_from_a_referral_to_the_worker_who_accepts(site, browser):
    with hands_of(browser, site, "lee") as lee:
        register(lee, "Ottilie", "Vanderkamp")
        lee.search("Ottilie Vanderkamp")
        lee.follow("Ottilie Vanderkamp")
        lee.follow("Take in a referral")
        lee.choose("Which team?", "North Recovery")
        lee.choose("Who asks?", "Family")
        lee.tick("Walked in")
        lee.tick(re.compile("^Routine"))
        lee.write("What do they ask for, and why?", "Somebody to help her with the landlord.")
        lee.tick("Yes", among="Does the person know about this?")
        lee.tick("Yes", among="Do they agree?")
        lee.press("Take it in")
        lee.open("/intake/")
        lee.follow("Ottilie Vanderkamp")
        lee.press("I am looking at it")
        lee.follow("Fill in")
        lee.tick("Yes")
        lee.press("Save")
        lee.follow("Accept")
        lee.press("Accept")
        lee.open("/oversight/waiting/")
        lee.follow(re.compile("Offer to a worker.*Ottilie Vanderkamp"))
        lee.tick("Dana Whitlock")
        lee.write("Why?", "Dana knows the landlord.")
        lee.press("Offer")
    with hands_of(browser, site, "dana", to="/episodes/hand-overs/") as dana:
        dana.follow(re.compile("Ottilie Vanderkamp"))
        dana.tick("I accept")
        dana.press("Send the answer")
        dana.open("/myday/people/")
        dana.see("Ottilie Vanderkamp")


def test_a_hand_over_that_is_not_accepted(site, browser):
    with hands_of(browser, site, "dana") as dana:
        dana.search("Leon Fraser")
        dana.follow("Leon Fraser")
        dana.follow("Episodes")
        dana.follow("North Recovery team")
        dana.follow("Hand over")
        dana.tick("Kwame Boateng")
        dana.write("Why?", "Leon asked for somebody nearer.")
        dana.press("Offer")
    with hands_of(browser, site, "kwame", to="/episodes/hand-overs/") as kwame:
        kwame.follow(re.compile("Leon Fraser"))
        kwame.tick("I do not accept")
        kwame.press("Send the answer")
        kwame.see(re.compile("^Say in a few words why"))
        kwame.write("Words to whoever offered (optional)", "I am away from Monday.")
        kwame.press("Send the answer")
    with hands_of(browser, site, "dana", to="/myday/people/") as dana:
        dana.see("Leon Fraser")


def test_cover_is_arranged_and_cancelled(site, browser):
    with hands_of(browser, site, "lee", to="/episodes/covers/new/") as lee:
        lee.choose("Who is away?", "Tess Galloway")
        lee.choose("Who covers?", "Nora Haddad")
        lee.day("First day", TODAY + timedelta(days=40))
        lee.day("Last day", TODAY + timedelta(days=44))
        lee.press("Arrange")
        lee.see(re.compile("Nora Haddad"))
        lee.open("/episodes/covers/")
        lee.follow(re.compile("Tess Galloway"))


def test_a_time_is_booked_and_cancelled(site, browser):
    with hands_of(browser, site, "dana") as dana:
        dana.search("Leon Fraser")
        dana.follow("Leon Fraser")
        dana.follow("Book a time")
        dana.day("Day", TODAY + timedelta(days=6))
        dana.time_in(dana.page.get_by_label("Time", exact=True), 14, 30)
        dana.tick("45 min")
        dana.tick("In person")
        dana.tick("Our office")
        dana.press("Book")
        dana.open("/diary/?day=" + (TODAY + timedelta(days=6)).isoformat())
        dana.follow("Leon Fraser")
        dana.follow("Cancelled")


def test_who_came_back_from_a_visit_says_so(site, browser):
    with hands_of(browser, site, "dana", to="/diary/") as dana:
        dana.follow("Grace Mensah")
        dana.press("Safely back: check out")
        dana.see(re.compile("back"))


def test_two_records_are_joined_and_parted(site, browser):
    with hands_of(browser, site, "lee") as lee:
        register(lee, "Cosima", "Featherstone")
        register(lee, "Ignatius", "Oldcastle")
        join(lee, "Cosima Featherstone", "Ignatius Oldcastle")
        lee.search("Cosima Featherstone")
        lee.follow(re.compile("Cosima Featherstone"))
        lee.follow("Details")
        lee.follow(re.compile("^Take it back"))
        lee.write("Why are these two people?", "They met in the waiting room.")
        lee.press("Make them two records again")
        lee.search("Ignatius Oldcastle")
        lee.follow("Ignatius Oldcastle")


def test_a_file_is_brought_over(site, browser):
    rows = [
        ["Case No", "Surname", "First name", "DOB", "Opened", "Worker", "Status"],
        ["K-1", "Zumwalt", "Hedwig", "1984-05-06", "2026-03-02", "Dana Whitlock", "Open"],
    ]
    with hands_of(browser, site, "lee") as lee:
        send_a_file(lee, rows)
        lee.press("See what would come in")
        look_until_finished(lee)
        lee.see(re.compile("Hedwig Zumwalt"))
        lee.press("Bring it over")
        look_until_finished(lee)
        lee.search("Hedwig Zumwalt")
        lee.follow("Hedwig Zumwalt")


OF_A_SECOND_STEP = (
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
)


def _offers_only_what_it_can_do(hands) -> None:
    hands.page.evaluate(LOOK)
    assert hands.page.evaluate("cwPlain.faults()") == [], hands.page.url


def _six_figures(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time() // 30)), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def _show_that_the_app_works(hands) -> None:
    """A code ends with its half minute: who was too late types the next one."""
    for _turn in range(2):
        secret = hands.page.get_by_label("Authenticator secret").input_value()
        hands.write("Authenticator code", _six_figures(secret))
        hands.press("Activate")
        if not hands.page.get_by_label("Authenticator code").count():
            return


def test_a_second_step_is_set_up_and_asked_for(site, browser):
    with hands_of(browser, site, "pete", to="/account/") as pete:
        pete.follow("Change the second step")
        pete.follow("Set up an app")
        pete.write("Password", PASSWORD)
        pete.press("Confirm")
        _show_that_the_app_works(pete)
        codes = pete.page.locator("main textarea").input_value().split()
        for name in OF_A_SECOND_STEP:
            pete.open(reverse(name))
            _offers_only_what_it_can_do(pete)
        pete.open("/account/")
        pete.unfold("Your account")
        pete.press("Sign out")
        pete.open("/accounts/login/")
        pete.sign_in("pete")
        _offers_only_what_it_can_do(pete)
        pete.see(re.compile("needs JavaScript"))
        pete.write("Code", codes[0])
        pete.press("Sign In")
        pete.open("/account/")
