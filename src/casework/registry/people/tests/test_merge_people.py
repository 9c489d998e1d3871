from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from casework.base.core.refusals import Refused, Stale
from casework.registry.people import actions
from casework.registry.people.finding import record_ids
from casework.registry.people.keeping import NewAddress, NewContactPoint
from casework.registry.people.models import Address, ContactPoint, Merge, Person
from casework.registry.people.rules.circumstances import codes_for

from .factories import bar, close_to, make_person, now, open_to_team

pytestmark = pytest.mark.oldest_postgres

TABLES = (
    "people_person", "people_personname", "people_searchname", "people_identifier",
    "people_contactpoint", "people_address", "people_addresswarning", "people_circumstance",
    "people_networkmember", "door_joined",
)  # fmt: skip


def snapshot(as_owner):
    """Everything that a join might touch, ids of derived doors left out."""
    with as_owner(), connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            columns = "t.*" if table != "door_joined" else "t.person_id, t.canonical_id"
            cursor.execute(f"select {columns} from {table} t")
            found[table] = sorted(map(repr, cursor.fetchall()))
        cursor.execute(
            "select person_id, grantee_id, reason, opens, source_id, valid_from, valid_until,"
            " is_derived from door_access"
        )
        found["door_access"] = sorted(map(repr, cursor.fetchall()))
    return found


def join(by, person, into, **more):
    person.refresh_from_db()
    into.refresh_from_db()
    given = {"why": "Same passport", "is_sure": True, "now": now()} | more
    return actions.merge_people(
        by=by,
        person=person,
        into=into,
        **({"version": person.version, "into_version": into.version} | given),
    )


@pytest.fixture
def pair(world, as_owner):
    """Sam entered twice: once by each team. Ines of both teams may open both."""
    one = make_person(world.actor("dana"), "Sam", "Ellis", born="1999-02-03", phone="2025550143")
    two = make_person(world.actor("moira"), "Samantha", "Ellis", born="1999-02-03")
    with as_owner():
        open_to_team(one, world.teams["north"])
        open_to_team(two, world.teams["south"])
        for person, name in ((one, "dana"), (two, "moira")):
            close_to(person, world.workers[name].pk)
        from casework.registry.workforce.permissions import Role
        from casework.registry.workforce.tests.factories import make_position

        world.hire("both", Role.CASE_MANAGER, "north")
        make_position(world.teams["south"], world.workers["both"], Role.CASE_MANAGER)
    return one, two


def opens(enter, name, person):
    with enter(name):
        return Person.objects.filter(pk=person.pk).exists()


def test_a_join_opens_both_to_both_and_undo_shuts_them(enter, pair, as_owner, trail_of):
    one, two = pair
    before = snapshot(as_owner)
    assert opens(enter, "dana", one)
    assert not opens(enter, "dana", two)
    with enter("both") as both:
        merge = join(both, two, one)
    assert opens(enter, "dana", two)
    assert opens(enter, "moira", one)
    with enter("moira"):
        whole = Person.objects.get(pk=one.pk)
        assert set(record_ids(whole)) == {one.pk, two.pk}
        assert set(record_ids(Person.objects.get(pk=two.pk))) == {one.pk, two.pk}
    events = [(action, person) for action, person, _d in trail_of() if action == "person.merged"]
    assert {person for _a, person in events} == {one.pk, two.pk}
    with enter("both") as both:
        actions.undo_merge(by=both, merge=merge, why="They are twins", now=now())
    assert not opens(enter, "dana", two)
    assert not opens(enter, "moira", one)
    assert snapshot(as_owner) == before
    assert len([1 for action, _p, _d in trail_of() if action == "merge.undone"]) == 2


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_joins_and_undoings_ends_where_it_began(world, as_owner, enter, seed):
    chance = random.Random(seed)
    dana = world.actor("dana")
    people = [make_person(dana, f"P{n}", "Chain", born="1990-01-01") for n in range(5)]
    with as_owner():
        for n, person in enumerate(people):
            open_to_team(person, world.teams["south" if n % 2 else "north"])
            open_to_team(person, world.teams["north"])
    before = snapshot(as_owner)
    standing, parent = [], {}

    def root(pk):
        while pk in parent:
            pk = parent[pk]
        return pk

    def check():
        for name, own in (("moira", {people[1].pk, people[3].pk}),):
            with enter(name):
                seen = set(Person.objects.values_list("pk", flat=True))
            assert seen == {p.pk for p in people if root(p.pk) in {root(one) for one in own}}
        with enter("dana"):
            for person in Person.objects.all():
                assert person.canonical_id == root(person.pk)

    with enter("dana") as actor:
        pass
    for _step in range(14):
        with enter("dana") as actor:
            if standing and chance.random() < 0.4:
                merge = standing.pop(chance.randrange(len(standing)))
                actions.undo_merge(by=actor, merge=merge, why="Two people", now=now())
                del parent[merge.person_id]
            else:
                one, two = chance.sample(people, 2)
                if root(one.pk) == root(two.pk):
                    continue
                first, second = (Person.objects.get(pk=root(p.pk)) for p in (one, two))
                standing.append(join(actor, first, second))
                parent[first.pk] = second.pk
        check()
    for merge in standing:
        with enter("dana") as actor:
            actions.undo_merge(by=actor, merge=merge, why="Two people", now=now())
    assert snapshot(as_owner) == before


def test_a_chain_is_one_step_long(world, enter):
    dana = world.actor("dana")
    a, b, c = (make_person(dana, name, "Ellis") for name in ("A", "B", "C"))
    with enter("dana") as actor:
        join(actor, a, b)
        join(actor, b, c)
        a.refresh_from_db()
        assert a.merged_into_id == c.pk
        # Whoever joins `a` once more means the record that it is read in.
        with pytest.raises(Refused, match="one record already"):
            join(actor, a, c)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        pytest.param({"why": "x"}, "how you know", id="no reason"),
        pytest.param({"is_sure": False}, "compared both", id="not sure"),
        pytest.param({"why": "word " * 300}, "under 1000", id="endless"),
    ],
)
def test_refused_leaves_nothing(enter, pair, as_owner, more, reason):
    one, two = pair
    before = snapshot(as_owner)
    with enter("both") as both, pytest.raises(Refused, match=reason):
        join(both, two, one, **more)
    assert snapshot(as_owner) == before
    with as_owner():
        assert not Merge.objects.exists()


def test_only_whoever_may_change_both_joins_them(enter, pair, as_owner, world):
    one, two = pair
    with enter("dana") as dana, pytest.raises(Refused, match="both are open"):
        actions.merge_people(
            by=dana, person=two, into=one, version=1, into_version=1, why="Same card",
            is_sure=True, now=now(),
        )  # fmt: skip
    with as_owner():
        open_to_team(two, world.teams["north"], how="read", why="last_team")
    with enter("dana") as dana, pytest.raises(Refused, match="both are open"):
        join(dana, two, one)


def test_a_record_that_changed_meanwhile_is_compared_again(enter, pair):
    one, two = pair
    with enter("both") as both, pytest.raises(Stale):
        join(both, two, one, into_version=7)


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_is_barred_from_one_record_is_barred_from_both(enter, pair, as_owner, world, when):
    one, two = pair

    def object_to_dana():
        with as_owner():
            bar(two, world.workers["dana"].pk)

    if when == "before":
        object_to_dana()
    with enter("both") as both:
        merge = join(both, two, one)
    if when == "after":
        object_to_dana()
    assert not opens(enter, "dana", one)
    assert not opens(enter, "dana", two)
    assert opens(enter, "moira", one)
    with enter("both") as both:
        actions.undo_merge(by=both, merge=merge, why="They are twins", now=now())
    assert opens(enter, "dana", one)
    assert not opens(enter, "dana", two)


def test_nobody_claims_somebody_who_is_registered(enter, pair, as_owner):
    one, _two = pair
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("delete from door_access where person_id = %s", [one.pk])
    with (
        enter("moira"),
        pytest.raises(DatabaseError, match="somebody else"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select door_claim(%s, 14)", [one.pk])


@pytest.mark.parametrize("call", ["select people_join(%s, %s)", "select door_join(%s, %s)"])
def test_the_database_refuses_too(enter, pair, call):
    one, two = pair
    with (
        enter("dana"),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(call, [two.pk, one.pk])


def test_the_pointer_cannot_be_written_by_hand(enter, pair):
    one, two = pair
    with enter("both"), pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=two.pk).update(merged_into=one.pk)


def test_the_screen_finds_compares_and_joins(world, pair, trail_of):
    one, two = pair
    client = world.client("both")
    url = reverse("people:person_merge", args=[two.pk])
    found = client.get(url).content.decode()
    assert "Compare" in found
    assert one.number in found
    page = client.get(url, {"other": one.pk})
    text = page.content.decode()
    assert "same birth date" in text
    assert "14 Alder" not in text
    form = page.context["form"]
    typed = {
        "into": str(one.pk),
        "version": "1",
        "other_version": "1",
        "_key": str(page.context["draft"].key),
        "_draft_about": str(two.pk),
    }
    refused = client.post(f"{url}?other={one.pk}", typed)
    assert refused.status_code == 422
    assert "Write how you know" in refused.content.decode()
    assert form["into"].value() == str(one.pk)
    typed |= {"why": "Same passport and photo", "is_sure": "on"}
    answer = client.post(f"{url}?other={one.pk}", typed)
    assert answer.status_code == 302
    assert answer.url == reverse("people:names", args=[one.pk])
    # The old address leads on to the record that is read.
    assert client.get(reverse("people:network", args=[two.pk])).url == reverse(
        "people:network", args=[one.pk]
    )
    page = client.get(answer.url).content.decode()
    assert two.number in page
    assert "Samantha" in page


def test_the_screen_takes_it_back(world, enter, pair):
    one, two = pair
    with enter("both") as both:
        merge = join(both, two, one)
    client = world.client("both")
    url = reverse("people:merge_undo", args=[merge.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert client.post(url, {"why": ""}).status_code == 422
    typed = {"why": "They are twins", "_key": str(page.context["draft"].key)}
    assert client.post(url, typed).status_code == 302
    again = client.post(url, {**typed, "_key": ""})
    assert again.status_code == 422
    assert "taken back already" in again.content.decode()
    assert world.client("moira").get(url).status_code == 404


def test_what_is_not_open_is_only_a_card_on_the_joining_screen(world, pair):
    one, two = pair
    page = world.client("dana").post(
        reverse("people:person_merge", args=[one.pk]), {"q": "samantha ellis"}, follow=True
    )
    text = page.content.decode()
    assert "Not open to you." in text
    assert str(two.pk) not in text
    shut = world.client("dana").get(
        reverse("people:person_merge", args=[one.pk]), {"other": two.pk}
    )
    assert shut.status_code == 404


def test_a_number_that_one_record_calls_unsafe_is_not_offered_by_the_other(enter, pair, world):
    """The safe answer is the older one: her former partner has that telephone now."""
    one, two = pair
    with enter("both") as both:
        (point,) = one.contact_points.all()
        asked = {"safe_to_call": "yes", "safe_to_leave_message": "yes", "safe_to_text": "yes"}
        ContactPoint.objects.filter(pk=point.pk).update(**asked)
        merge = join(both, two, one)
        actions.add_contact_point(
            by=both,
            person=two,
            new=NewContactPoint(
                value="(202) 555-0143", safe_to_call="no", who_answers="Her former partner"
            ),
            now=now(),
        )
    client = world.client("both")
    page = client.get(reverse("people:contact_points", args=[one.pk]))
    assert "Her former partner" in page.content.decode()
    assert 'href="tel:' not in page.content.decode()
    with enter("both") as both:
        actions.undo_merge(by=both, merge=merge, why="They are twins", now=now())
    assert 'href="tel:' in client.get(page.request["PATH_INFO"]).content.decode()


def test_a_new_home_ends_the_one_in_the_joined_record_too(enter, pair):
    one, two = pair
    with enter("both") as both:
        home = NewAddress(kind="home", lines="1 Old Row", city="Leeds")
        actions.add_address(by=both, person=two, new=home, now=now())
        join(both, two, one)
        home = NewAddress(kind="home", lines="2 New Row", city="Leeds")
        new = actions.add_address(by=both, person=one, new=home, now=now())
        standing = Address.objects.filter(person_id__in=record_ids(one), until_on__isnull=True)
        assert [found.pk for found in standing] == [new.pk]


def test_a_struck_status_lets_the_one_in_the_joined_record_stand_again(enter, pair):
    one, two = pair
    day = now().date()
    first, second = codes_for("housing")[:2]
    with enter("both") as both:
        said = {"by": both, "kind": "housing", "words": "", "now": now()}
        before = actions.set_circumstance(
            person=two, code=first.code, since_on=day - timedelta(days=9), **said
        )
        join(both, two, one)
        wrong = actions.set_circumstance(person=one, code=second.code, since_on=day, **said)
        actions.void_circumstance(by=both, status=wrong, reopen=True, now=now())
        before.refresh_from_db()
        assert before.until_on is None
