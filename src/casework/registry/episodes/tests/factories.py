"""A small agency: two teams, a leader each, workers; people and episodes as a test wants."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Account
from casework.base.accounts.second_factor import SHOWN
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode
from casework.registry.people.actions import merge_people
from casework.registry.people.models import Merge, Person
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import Agency, Position, Team, Worker

_counter = itertools.count(1)
LONG_AGO = date(2020, 1, 1)


def now() -> datetime:
    """The database's present: doors are judged by it."""
    return datetime.now(UTC)


@dataclass
class World:
    """Workers by first name, teams by name. `actor("dana")` is resolved anew at each call."""

    teams: dict[str, Team] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        actor = worker_actor(self.workers[name].account)
        assert actor is not None
        return actor

    def client(self, name: str) -> Client:
        """A browser in which `name` has signed in with both steps."""
        client = Client()
        client.force_login(self.workers[name].account)
        session = client.session
        session[SHOWN] = True
        session.save()
        return client


def make_worker(world: World, name: str, role: str, team: str, **also: Any) -> Worker:
    """A worker with an account and one position. Call inside `as_owner()`."""
    account = Account.objects.create(name=f"{name}-{next(_counter)}")
    worker = Worker.objects.create(
        account=account, given=name.capitalize(), family="Tester", sort_key=f"tester {name}"
    )
    Position.objects.create(
        team=world.teams[team], worker=worker, role=role, from_on=LONG_AGO, **also
    )
    world.workers[name] = worker
    return worker


def make_world(as_owner: Any) -> World:
    """Agency > programme > North (lee leads dana, kwame) and South (sana leads moira)."""
    world = World()
    with as_owner():
        if not Agency.objects.exists():
            Agency.objects.create(
                name="Test agency", time_zone="UTC", working_weekdays=[0, 1, 2, 3, 4]
            )
        root = Team.objects.create(kind="agency", name=f"Agency {next(_counter)}")
        programme = Team.objects.create(kind="programme", name="Adults", parent=root)
        world.teams = {"agency": root, "programme": programme}
        for name in ("north", "south"):
            world.teams[name] = Team.objects.create(
                kind="team", name=name, parent=programme, practice_model="clinical"
            )
        make_worker(world, "lee", "team_leader", "north")
        make_worker(world, "dana", "case_manager", "north")
        make_worker(world, "kwame", "case_manager", "north")
        make_worker(world, "sana", "team_leader", "south")
        make_worker(world, "moira", "case_manager", "south")
        make_worker(world, "ines", "intake_worker", "programme")
        make_worker(world, "bill", "billing", "agency")
        make_worker(world, "adam", "administrator", "agency")
    return world


def make_person(by: Actor, name: str = "Grace Mensah") -> Person:
    """A person as the room people registers one, without its forms. Call inside `acting(by)`."""
    person_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute("select door_claim(%s, 14)", [person_id])
    given, _, family = name.partition(" ")
    return Person.objects.create(
        id=person_id,
        number=f"T-{next(_counter)}",
        shown_name=name,
        sort_key=f"{family} {given}".lower(),
        registered_at=now(),
        registered_by=by.id,
    )


def make_episode(
    world: World,
    *,
    team: str = "north",
    worker: str | None = None,
    name: str = "Grace Mensah",
    days_ago: int = 30,
) -> Episode:
    """An open episode, held by the leader, or accepted by `worker`."""
    leader = {"north": "lee", "south": "sana"}[team]
    by = world.actor(leader)
    with acting(by):
        person = make_person(by, name)
        episode = actions.open_episode(
            by=by,
            person=person,
            team=world.teams[team],
            accepted_at=now() - timedelta(days=days_ago),
            now=now(),
        )
    if worker is not None:
        give(world, episode, worker)
    return episode


def give(world: World, episode: Episode, worker: str) -> None:
    """The leader offers, the worker accepts."""
    team = next(name for name, team in world.teams.items() if team.pk == episode.team_id)
    leader = world.actor({"north": "lee", "south": "sana"}[team])
    with acting(leader):
        offer = actions.propose_hand_over(
            by=leader, episode=episode, to=world.workers[worker], why="Knows her", now=now()
        )
    with acting(world.actor(worker)):
        actions.accept_hand_over(by=world.actor(worker), hand_over=offer, now=now())


def joined(world: World, episode: Episode, *, into: Episode) -> Merge:
    """Both people are one: the record of `episode` is read as part of the other from now on."""
    every = [grantee for name in world.workers for grantee in world.actor(name).grantees]
    by = replace(world.actor("lee"), grantees=tuple(every))
    with acting(by):
        mine = Person.objects.get(pk=episode.person_id)
        whole = Person.objects.get(pk=into.person_id)
        return merge_people(
            by=by,
            person=mine,
            into=whole,
            version=mine.version,
            into_version=whole.version,
            why="Same passport",
            is_sure=True,
            now=now(),
        )
