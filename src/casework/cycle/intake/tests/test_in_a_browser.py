"""The screens of this room, looked at: nothing wider than its screen, nothing axe objects to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.intake import actions

from .factories import make_referral, make_world, now


@pytest.mark.django_db(transaction=True)
def test_they_fit_and_are_accessible(live_server, page, axe_clean, as_owner, settings):
    world = make_world(as_owner)
    referral = make_referral(world, urgency="urgent", person_words="I cannot sleep")
    waiting = make_referral(world, name="Ray Begay")
    lee = world.actor("lee")
    with acting(lee):
        referral = actions.take_up(by=lee, referral=referral, now=now())
        waiting = actions.take_up(by=lee, referral=waiting, now=now())
        waiting = actions.put_on_waiting_list(by=lee, referral=waiting, now=now())
    cookie = world.client("lee").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    addresses = [
        reverse("intake:referral_list"),
        reverse("intake:waiting_list"),
        reverse("intake:referral_new", args=[referral.person_id]),
        reverse("intake:referral_letter", args=[waiting.pk]),
        *(
            reverse(f"intake:{name}", args=[referral.pk])
            for name in ("referral_detail", "worksheet", "referral_decline")
        ),
    ]
    for address in addresses:
        for width in (1360, 320):
            page.set_viewport_size({"width": width, "height": 844})
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.status == 200, address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{address}: {wider} px too wide at {width}"
        axe_clean(page)
