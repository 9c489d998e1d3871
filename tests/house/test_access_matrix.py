"""Every route, for every role, with one's own and with another team's person.

Three promises, for each screen of the URL configuration and so for each new one without anybody
having to remember it: nobody comes in without signing in; a role without the permission is
refused before anything is looked up; a record that is not open answers exactly as one that does
not exist, byte for byte.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from casework.base.accounts.actors import Actor
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.screens import ANYONE, SIGNED_IN
from casework.registry.episodes.tests.factories import make_episode, make_world
from casework.registry.workforce.permissions import GRANTS, Permission, Role

from .walking import screens

pytestmark = pytest.mark.django_db

# Names of path parameters that lead to a person; each screen with one of them is tried with
# another team's. What the others name (a team, a worker) is open to whoever has the permission.
OF_A_PERSON = {"person_id": "person", "episode_id": "episode"}
# What one worker sent or began, and what came for one team: nobody else's exists for her. Each
# parameter with the one whose it is; the world below holds one of each.
OF_A_LEADER = {"upload_id": "lee", "import_id": "lee", "progress_id": "lee"}
# Screens that answer for somebody who is not open, and what they say. A stale name fails below.
FINDS_WITHOUT_OPENING = {
    "intake:referral_known": "the minimal card of the search: nobody is to be entered twice"
}
ROLES = ("lee", "dana", "ines", "bill", "adam", "moira")


def _screens() -> list[tuple[str, URLPattern]]:
    return [(f"{room}:{p.name}" if room else p.name, p) for room, p in screens()]


SCREENS = _screens()


def _parameters(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.converters)


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


@pytest.fixture
def brought(world):
    """A file that lee sent and one that she brought over, with the work on it."""
    from casework.edges.exchange.tests.factories import PEOPLE, bring_as
    from casework.edges.exchange.tests.test_uploads import send

    upload = send(world, PEOPLE)
    return {
        "upload_id": upload.pk,
        "progress_id": upload.progress_id,
        "import_id": bring_as(world, "lee").pk,
    }


def _client(world, name: str) -> Client:
    client = Client()
    client.force_login(
        world.workers[name].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    return client


def _address(name: str, pattern: URLPattern, **ids) -> str:
    given = {}
    for parameter, converter in pattern.pattern.converters.items():
        if parameter in ids:
            given[parameter] = ids[parameter]
        elif type(converter).__name__ == "UUIDConverter":
            given[parameter] = new_id()
        elif type(converter).__name__ == "IntConverter":
            given[parameter] = 1
        else:
            given[parameter] = "nothing"
    return reverse(name, kwargs=given)


def _ask(client: Client, pattern: URLPattern, address: str):
    if "GET" in pattern.callback.screen_methods:
        return client.get(address)
    return client.post(address)


@pytest.mark.parametrize(("name", "pattern"), SCREENS, ids=[name for name, _p in SCREENS])
def test_nobody_comes_in_without_signing_in(world, name, pattern):
    if pattern.callback.screen_permission is ANYONE:
        return
    response = _ask(Client(), pattern, _address(name, pattern))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("name", "pattern"), SCREENS, ids=[name for name, _p in SCREENS])
def test_a_role_without_the_permission_is_refused_before_anything_is_looked_up(
    world, name, pattern
):
    permission = pattern.callback.screen_permission
    if permission in (ANYONE, SIGNED_IN):
        return
    for who in ROLES:
        if world.actor(who).may(permission):
            continue
        client = _client(world, who)
        own = _ask(client, pattern, _address(name, pattern))
        assert own.status_code == 403, f"{who} at {name}"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [(n, p) for n, p in SCREENS if set(_parameters(p)) & set(OF_A_PERSON)],
    ids=[n for n, p in SCREENS if set(_parameters(p)) & set(OF_A_PERSON)],
)
def test_another_teams_person_looks_as_if_there_were_none(world, name, pattern):
    episode = make_episode(world, worker="dana")
    ids = {"person_id": episode.person_id, "episode_id": episode.pk}
    if name in FINDS_WITHOUT_OPENING:
        return
    for who in ("moira", "sana", "ines"):
        if not world.actor(who).may(pattern.callback.screen_permission):
            continue
        client = _client(world, who)
        closed = _ask(client, pattern, _address(name, pattern, **ids))
        unknown = _ask(client, pattern, _address(name, pattern))
        assert closed.status_code == unknown.status_code == 404, f"{who} at {name}"
        assert closed.content == unknown.content
        assert dict(closed.headers) == dict(unknown.headers)
        assert b"Grace" not in closed.content


_LEADERS = [(n, p) for n, p in SCREENS if set(_parameters(p)) & set(OF_A_LEADER)]


@pytest.mark.parametrize(("name", "pattern"), _LEADERS, ids=[n for n, _p in _LEADERS])
def test_another_leaders_file_looks_as_if_there_were_none(world, brought, name, pattern):
    methods = pattern.callback.screen_methods
    for who in ("sana", "moira"):
        if not _may(world.actor(who), pattern):
            continue
        client = _client(world, who)
        for ask in [client.get] * ("GET" in methods) + [client.post] * ("POST" in methods):
            closed, unknown = ask(_address(name, pattern, **brought)), ask(_address(name, pattern))
            assert closed.status_code == unknown.status_code == 404, f"{who} at {name}"
            assert closed.content == unknown.content
    own = _ask(_client(world, "lee"), pattern, _address(name, pattern, **brought))
    assert own.status_code in (200, 302), name


def _may(actor, pattern) -> bool:
    permission = pattern.callback.screen_permission
    return permission is SIGNED_IN or actor.may(permission)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [(n, p) for n, p in SCREENS if set(_parameters(p)) & set(OF_A_PERSON)],
    ids=[n for n, p in SCREENS if set(_parameters(p)) & set(OF_A_PERSON)],
)
def test_ones_own_person_opens_and_the_opening_is_written_down(world, name, pattern):
    episode = make_episode(world, worker="dana")
    if not world.actor("dana").may(pattern.callback.screen_permission):
        return
    if len(set(_parameters(pattern)) - set(OF_A_PERSON)) or (
        "GET" not in pattern.callback.screen_methods
    ):
        return
    from casework.base.audit.models import Event

    ids = {"person_id": episode.person_id, "episode_id": episode.pk}
    client = _client(world, "dana")
    response = client.get(_address(name, pattern, **ids))
    assert response.status_code in (200, 302), name
    with acting(world.actor("dana")):
        assert Event.objects.filter(
            person_id=episode.person_id, action="record.opened", actor_id=world.workers["dana"].pk
        ).exists(), f"{name} leaves no trail of opening"


def test_what_is_asked_for_without_a_route_answers_the_same(world):
    client = _client(world, "dana")
    first, second = client.get("/people/x/"), client.get("/nothing/here/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content


def test_the_roles_of_this_table_cover_the_grants():
    held = {
        Role.TEAM_LEADER,
        Role.CASE_MANAGER,
        Role.INTAKE_WORKER,
        Role.BILLING,
        Role.ADMINISTRATOR,
    }
    granted = frozenset().union(*(GRANTS[role] for role in held))
    assert granted == frozenset(Permission)


def test_every_route_is_ours_or_known(world):
    known = {"account_", "mfa_", "socialaccount"}

    def walk(resolver):
        for one in resolver.url_patterns:
            if hasattr(one, "url_patterns"):
                yield from walk(one)
            else:
                yield one

    for pattern in walk(get_resolver()):
        ours = hasattr(pattern.callback, "screen_permission")
        assert ours or any((pattern.name or "").startswith(prefix) for prefix in known), (
            f"{pattern} is not registered with a permission"
        )


def test_no_exception_is_stale():
    assert set(FINDS_WITHOUT_OPENING) <= {name for name, _pattern in SCREENS}


def test_an_actor_of_no_role_may_nothing():
    assert not any(
        Actor(kind="worker", id=new_id(), name="x").may(permission) for permission in Permission
    )
