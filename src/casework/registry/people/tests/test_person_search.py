from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.registry.people import actions, finding
from casework.registry.people.finding import locate
from casework.registry.people.models import ContactPoint
from casework.registry.people.rules.matching import Known, Name
from casework.registry.people.rules.search import SearchQuery
from casework.registry.workforce.models import Agency

from .factories import bar, make_person, now

pytestmark = pytest.mark.oldest_postgres

URL = "/people/"


def find(client, words, **more):
    return client.post(URL, {"q": words}, follow=True, **more)


def test_own_person_is_shown_with_everything(world, person_of):
    person = person_of("north", "Grace", "Mensah", born="1987-03-03")
    page = find(world.client("dana"), "mensah").content.decode()
    assert "Grace Mensah" in page
    assert "born 3 Mar 1987" in page
    assert person.number in page
    assert "North" in page
    assert reverse("people:names", args=[person.pk]) in page


def test_another_teams_person_is_a_minimal_card(world, person_of, as_owner, trail_of):
    with as_owner():
        world.teams["south"].phone = "555 0100"
        world.teams["south"].save()
    person = person_of(
        "south",
        "Hana",
        "Suleiman",
        born="1990-05-06",
        phone="2025550143",
        home="9 Elm Row",
        details={"what_matters": "her garden"},
    )
    page = find(world.client("dana"), "hana suleiman").content.decode()
    assert "Hana Suleiman" in page
    assert "Not open to you." in page
    assert "South" in page
    assert "555 0100" in page
    assert "born 1990" in page
    for hidden in (str(person.pk), person.number, "6 May", "555014", "Elm", "garden"):
        assert hidden not in page, hidden
    located = [detail for action, _p, detail in trail_of() if action == "people.located"]
    assert located[-1]["found"] == [str(person.pk)]
    assert "suleiman" not in str(located).lower()


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        pytest.param("hana suleiman", True, id="both names"),
        pytest.param("suleiman hana", True, id="turned round"),
        pytest.param("hana suleimann", True, id="a slip"),
        pytest.param("suleiman 1990", True, id="name and year"),
        pytest.param("6 may 1990", False, id="a birth date alone lists nobody"),
        pytest.param("999 000 0018", True, id="number"),
        pytest.param("(202) 555-0143", True, id="phone"),
        pytest.param("suleiman", False, id="one name does not look beyond one's own people"),
        pytest.param("1990", False, id="a year alone lists nobody"),
        pytest.param("999 000 0026", False, id="nearly the number"),
        pytest.param("2025550144", False, id="nearly the phone"),
    ],
)
def test_finding_beyond_ones_team_takes_enough(world, person_of, words, is_found):
    person_of("south", "Hana", "Suleiman", born="1990-05-06", nhs="9990000018", phone="2025550143")
    page = find(world.client("dana"), words).content.decode()
    assert ("Hana Suleiman" in page) is is_found


@pytest.mark.parametrize("words", ["mensah", "me", "MENSÁH", "grace", "gracie mensa"])
def test_ones_own_people_are_found_with_less(world, person_of, words):
    person_of("north", "Grace", "Mensah")
    assert "Grace Mensah" in find(world.client("dana"), words).content.decode()


# Where they are few among many, one's own people are read by themselves.
_MANY_OTHERS = """insert into people_searchname
 (id, person_id, given_key, family_key, full_key, born_on, is_former)
 select gen_random_uuid(), %s, 'hana', 'mens' || n, 'hana mens' || n, '', true
   from generate_series(1, 250) as n"""


@pytest.mark.parametrize("words", ["mensah", "me", "grace", "mensa", "mendsah"])
def test_ones_own_people_are_found_among_many_others(world, person_of, as_owner, words):
    person_of("north", "Grace", "Mensah")
    other = person_of("south", "Hana", "Mensah")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_MANY_OTHERS, [other.pk])
        cursor.execute("analyze people_searchname")
    page = find(world.client("dana"), words).content.decode()
    assert "Grace Mensah" in page
    assert "Hana" not in page


def test_a_former_name_finds_and_the_present_one_is_shown(world, person_of):
    person_of("north", "Samantha", "Ellis", called="Sam", former="Samantha Price")
    page = find(world.client("dana"), "samantha price").content.decode()
    assert "Sam Ellis" in page
    assert "also known as Samantha Price" in page


def test_a_former_name_of_somebody_elses_person_is_not_told(world, person_of):
    person_of("south", "Samantha", "Ellis", called="Sam", former="Samantha Price")
    page = find(world.client("dana"), "samantha price").content.decode()
    assert "Sam Ellis" in page
    assert "Samantha Price" not in page.replace('value="samantha price"', "")


def test_a_hidden_name_finds_and_is_not_said(world, person_of, enter):
    person = person_of("north", "Sam", "Ellis")
    with enter("dana") as dana:
        actions.add_name(
            by=dana,
            person=person,
            kind="former",
            given="Samuel",
            family="Zorn",
            since_on=None,
            is_hidden=True,
            now=now(),
        )
    page = find(world.client("dana"), "samuel zorn").content.decode()
    assert "Sam Ellis" in page
    assert "also known as" not in page


def test_whoever_is_barred_finds_nobody(world, person_of, as_owner):
    person = person_of("north", "Grace", "Mensah")
    with as_owner():
        bar(person, world.workers["dana"].pk)
    assert "Grace Mensah" not in find(world.client("dana"), "grace mensah").content.decode()
    assert "Grace Mensah" in find(world.client("lee"), "grace mensah").content.decode()


def test_whoever_is_barred_sees_no_card_and_no_likeness(world, person_of, as_owner, enter):
    person = person_of("north", "Grace", "Mensah")
    known = Known((Name("Grace", "Mensah"),))
    for name, is_seen in (("dana", True), ("lee", True), ("dana", False)):
        if not is_seen:
            with as_owner():
                bar(person, world.workers[name].pk)
        with enter(name):
            assert (person.pk in finding.cards([person.pk])) is is_seen
            assert bool(finding.alike(known)) is is_seen


def test_joined_records_are_one_row(world, person_of, enter):
    one, other = person_of("north", "Sam", "Ellis"), person_of("north", "Samantha", "Ellis")
    with enter("dana") as dana:
        actions.merge_people(
            by=dana,
            person=other,
            into=one,
            version=1,
            into_version=1,
            why="Same passport",
            is_sure=True,
            now=now(),
        )
    page = find(world.client("dana"), "ellis").content.decode()
    assert page.count('class="cw-row-who"') == 1
    assert one.number in page
    assert other.number not in page


def test_while_typing_only_the_list_comes(world, person_of):
    person_of("north")
    page = find(world.client("dana"), "mensah", HTTP_HX_REQUEST="true").content.decode()
    assert page.lstrip().startswith('<div id="results"')
    assert "<html" not in page


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "' or 1=1 --", "a\x00b", "\u202e\u202e", "🌻", "%_\\", "x" * 5000,
     "(" * 200, "&|!:*", "0" * 200, "/" * 90, "''''''''"],
)  # fmt: skip
def test_anything_may_be_typed(world, words):
    answer = find(world.client("dana"), words)
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_nobody_found_says_what_to_do(world):
    page = find(world.client("dana"), "nobody atall").content.decode()
    assert "Nobody was found." in page
    assert "Find somebody by name" in find(world.client("dana"), "").content.decode()


@pytest.mark.parametrize("name", ["bill", "adam"])
def test_those_without_the_permission_find_nobody(world, name):
    assert find(world.client(name), "grace mensah").status_code == 403


def test_the_functions_are_closed_to_whoever_does_not_act(world):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        locate(SearchQuery(words=("grace", "mensah")), everyone=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from people_find(array['grace'], null, null, 20)")


@pytest.mark.parametrize("words", ["tester", "person tester"])
def test_the_number_of_queries_does_not_grow(world, person_of, words):
    client = world.client("dana")

    def queries():
        results = client.post(URL, {"q": words}).headers["Location"]
        with CaptureQueriesContext(connection) as made:
            assert client.get(results).status_code == 200
        return made

    person_of("north", "Person", "Tester", former="Person Old")
    queries()
    few = queries()
    for n in range(9):
        person_of("north", f"Person{n}", "Tester")
        person_of("south", f"Person{n}", "Tester")
    many = queries()
    assert len(few) == len(many), "\n".join(q["sql"][:120] for q in many.captured_queries)
    assert len(many) <= 12, "\n".join(q["sql"][:120] for q in many.captured_queries)


SPELLINGS = [
    ("Siobhán", "Ríos", ["siobhan rios", "rios siobhan", "siobhán ríos", "shivaun rios"]),
    ("Robert", "O’Brien", ["bob obrien", "robert o'brien", "rob obrian"]),
    ("María José", "García López", ["maria garcia", "maria jose lopez", "garcia lopez maria"]),
    ("Jürgen", "Müller", ["jurgen muller", "juergen mueller", "muller jurgen"]),
    ("Mohammed", "al-Hassan", ["mohamed hassan", "muhammad alhassan", "mohammed al hassan"]),
    ("Katarzyna", "Wójcik", ["katarzyna wojcik", "kasia wojcik", "katarzyna wojcek"]),
    ("小龍", "李", ["李小龍", "李 小龍"]),
    ("Tomasz", "Nowak", ["tomas nowak", "tomasz novak", "thomasz nowak"]),
]


def test_variants_of_a_name_are_found(world, enter):
    dana = world.actor("dana")
    for given, family, _typed in SPELLINGS:
        make_person(dana, given, family)
    for n in range(30):
        make_person(dana, f"Other{n}", f"Name{n}")
    missed = []
    client = world.client("lee")
    for given, family, many in SPELLINGS:
        for typed in many:
            if f"{given} {family}" not in find(client, typed).content.decode():
                missed.append(typed)
    assert not missed


RANKED = [
    pytest.param(
        "maira rivera", ["María Rivera", "Marta Rivera"], id="two letters swapped are one slip"
    ),
    pytest.param(
        "juan martinez",
        ["Juan Martínez", "Juan Víctor Castro Martínez"],
        id="a name with nothing beside it first",
    ),
    pytest.param("ahmed ali", ["Ahmed Ali", "Ahmed Hassan"], id="one word does not answer for two"),
    pytest.param("john smit", ["John Smith", "John Smoot"], id="a letter less before two others"),
    pytest.param("joan fam", ["Joan Pham", "Joan Fox"], id="what sounds the same first"),
    pytest.param("bob mensah", ["Bob Mensah", "Robert Mensah"], id="the name as typed first"),
]


@pytest.mark.parametrize(("typed", "names"), RANKED)
def test_the_nearest_name_comes_first(world, enter, typed, names):
    dana = world.actor("dana")
    for name in reversed(names):
        given, _, family = name.rpartition(" ")
        make_person(dana, given, family)
    page = find(world.client("dana"), typed).content.decode()
    assert names[0] in page
    assert page.find(names[0]) < page.find(names[1]) or names[1] not in page


def test_of_two_as_near_ones_own_person_comes_first(world, person_of):
    person_of("south", "Grace", "Mensah", born="1950-01-01")
    person_of("north", "Grace", "Mensah", born="1960-01-01")
    page = find(world.client("dana"), "grace mensah").content.decode()
    assert page.find("1960") < page.find("born 1950")


def test_a_nearer_name_comes_before_ones_own(world, person_of):
    person_of("north", "Greta", "Mensah")
    person_of("south", "Grace", "Mensah")
    page = find(world.client("dana"), "grace mensah").content.decode()
    assert "Grace Mensah" in page
    assert page.find("Grace Mensah") < page.find("Greta Mensah") or "Greta" not in page


@pytest.mark.parametrize(
    ("born", "is_found"), [("1987-03-03", True), ("1987", True), ("", True), ("1986-03-03", False)]
)
def test_a_birth_year_leaves_those_who_fit_or_may_fit(world, person_of, born, is_found):
    person_of("south", "Somebody", "Mensah", born="1987-01-01")
    person_of("south", "Grace", "Mensah", **({"born": born} if born else {}))
    page = find(world.client("dana"), "mensah 1987").content.decode()
    assert "Somebody Mensah" in page
    assert ("Grace Mensah" in page) is is_found


def test_a_nickname_does_not_hide_what_is_only_alike(world, person_of):
    person_of("south", "David", "Thompson")
    assert "David Thompson" in find(world.client("dana"), "david tomson").content.decode()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_number_ends_on_the_agencys_day(world, person_of, as_owner, enter, zone):
    """At any hour one of the two is on another day than UTC."""
    person = person_of("north", phone="2025550143")
    today = now().astimezone(ZoneInfo(zone)).date()
    with as_owner():
        Agency.objects.update(time_zone=zone)
    for ended_on, is_found in ((today, False), (today + timedelta(days=1), True)):
        with as_owner():
            ContactPoint.objects.filter(person=person).update(ended_on=ended_on)
        page = find(world.client("dana"), "2025550143").content.decode()
        assert ("Grace Mensah" in page) is is_found
