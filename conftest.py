"""What every test has: a database of its own, a shut network, and a browser."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from casework.config import environment
from tools import browser as chromium
from tools import clones as copies
from tools import databases, network

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# Playwright's synchronous interface keeps an event loop in the thread; Django would refuse
# every query there. In tests only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
network.shut()

# A machine that is busy with something else makes examples slowly: that is no fault of a rule.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ALIASES = ("default", "trail")
# A second connection that waits for what the test's own transaction holds must fail, not hang.
TEST_OPTIONS = f"-c role={databases.APP} -c lock_timeout=10s {environment.PREPARED_OPTIONS}"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# --- databases --------------------------------------------------------------------------


def pytest_sessionstart(session: pytest.Session) -> None:
    """Build the template before xdist's workers start: a failure is then said once, plainly."""
    if getattr(session.config.option, "numprocesses", None):
        _open_clones("controller").close()


def _open_clones(worker: str) -> copies.Clones:
    superuser = os.environ.get("CASEWORK_TEST_SUPERUSER_URL")
    if not superuser:
        pytest.exit("no test database: run the tests with `python3 dev.py test`", returncode=4)
    try:
        return copies.Clones(superuser, worker)
    except copies.TemplateFailed as problem:
        pytest.exit(f"the migrations do not run:\n{problem}", returncode=4)


@pytest.fixture(scope="session")
def clones(request: pytest.FixtureRequest) -> Iterator[copies.Clones]:
    """The maker of this process's databases, all copied from one migrated template."""
    made = _open_clones(getattr(request.config, "workerinput", {}).get("workerid", "main"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, clones: copies.Clones
) -> Iterator[None]:
    """Point Django at this process's copy, signed in as the role that tests use."""
    from django.db import connections
    from django.test import TestCase, TransactionTestCase

    clone = clones.make("django")
    parts = databases.parameters(clone.url(databases.TEST))
    for alias in ALIASES:
        options = {"options": TEST_OPTIONS, **environment.PREPARED}
        connections[alias].settings_dict.update(parts, OPTIONS=options)

    def begin_anew(test: TransactionTestCase) -> None:
        # Django would TRUNCATE, which the application's role may not and the trail refuses;
        # and it would lose the rows that migrations wrote.
        connections.close_all()
        clones.make("django")

    patch = pytest.MonkeyPatch()
    # What is written aside, on the trail's connection, belongs to the test as well.
    patch.setattr(TransactionTestCase, "databases", frozenset(ALIASES))
    patch.setattr(TestCase, "databases", frozenset(ALIASES))
    patch.setattr(TransactionTestCase, "_fixture_teardown", begin_anew)
    with django_db_blocker.unblock():
        _refuse_powerful_roles()
    yield
    patch.undo()
    with django_db_blocker.unblock():
        connections.close_all()


def _refuse_powerful_roles() -> None:
    """Stop unless row security binds us: a superuser would see every test pass."""
    from django.db import connections

    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_user, bool_or(rolsuper OR rolbypassrls) FROM pg_roles"
                " WHERE rolname IN (session_user, current_user)"
            )
            acting, is_powerful = cursor.fetchone()
        if is_powerful or acting != databases.APP:
            pytest.exit(f"the tests must act as {databases.APP}, not as {acting}", returncode=4)


@pytest.fixture
def as_owner(db: None) -> Callable[[], contextlib.AbstractContextManager[None]]:
    """`with as_owner():` builds what the application's role may not write."""

    @contextlib.contextmanager
    def acting() -> Iterator[None]:
        from django.db import connection, transaction

        # SET LOCAL ends with its transaction; an error rolls it back with the rest.
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {databases.OWNER}")
            yield
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {databases.APP}")

    return acting


@pytest.fixture(scope="session")
def cloned_database(clones: copies.Clones) -> Callable[[str], copies.Clone]:
    """`cloned_database("name")` makes a database on which a real server process can run."""
    return clones.make


# --- the browser ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium of the operating system for each test process."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium: run the tests with `python3 dev.py test`, which installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield started
        started.close()


@contextlib.contextmanager
def _watched_page(browser: Browser, *, width: int, height: int, **how: Any) -> Iterator[Page]:
    """Give a page with nothing stored; a script error, a CSP refusal or a call out fails it."""
    problems: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", **how
    )
    context.set_default_timeout(15_000)
    _refuse_calls_out(context, problems)
    page = context.new_page()
    context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))
    context.on("console", lambda word: _note_refused_content(word.text, problems))
    try:
        yield page
    finally:
        context.close()
    assert not problems, "\n".join(problems)


def _refuse_calls_out(context: BrowserContext, problems: list[str]) -> None:
    def refuse(route: Any) -> None:
        problems.append(f"the page asked for {route.request.url}")
        route.abort()

    context.route(re.compile(r"^(?!https?://(localhost|127\.0\.0\.1)[:/])(?!data:|blob:)"), refuse)


def _note_refused_content(text: str, problems: list[str]) -> None:
    if "Content Security Policy" in text:
        problems.append(text)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desk's screen."""
    with _watched_page(browser, width=1360, height=900) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone's screen, touched and not clicked."""
    with _watched_page(
        browser, width=390, height=844, has_touch=True, is_mobile=True, device_scale_factor=2
    ) as opened:
        yield opened


@pytest.fixture(scope="session")
def axe_clean() -> Callable[[Page], None]:
    """`axe_clean(page)` fails with the list of what axe found against WCAG 2.2 AA."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def check(page: Page) -> None:
        # Only what is wrong is told in full: the rest is a third of the time.
        found = axe.run(page, options={"runOnly": AXE_RULES, "resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
