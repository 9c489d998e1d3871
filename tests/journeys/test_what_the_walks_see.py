"""The walks over every page see the faults they look for: each is made here on purpose."""

from __future__ import annotations

import pytest

from .keys import faults_by_keyboard, faults_when_small
from .test_every_page_without_scripts import LOOK

PAGE = """<!doctype html><title>A page</title>
<style>
  :focus-visible {{ outline: 3px solid black; }}
  .quiet:focus-visible {{ outline: none; }}
</style>
<main id="main" tabindex="-1">
<h1>A page</h1><a href="#main">First</a>{fault}<a href="#main">Last</a>
</main>"""
BY_KEYBOARD = {
    '<a href="#main" tabindex="-1">Far</a>': 'Tab never comes to <a> "Far"',
    '<button class="quiet">Quiet</button>': 'Tab no ring on <button> "Quiet"',
    '<button tabindex="1">Early</button>': 'Tab comes out of turn to <button> "Early"',
    '<span style="cursor: pointer">Press</span>': 'only a mouse can press <span> "Press"',
    '<p style="overflow: auto; height: 1rem; width: 5rem; margin: 0">A<br>long<br>text</p>': (
        'no key scrolls <p> "Alongtext"'
    ),
    '<button onkeydown="event.preventDefault()">Trap</button>': "Tab never comes round",
    '<a href="#main">Under</a><p style="position: fixed; inset: 0; margin: 0">Over</p>': (
        'Tab the focus on <a> "Under" is not in sight'
    ),
}
STUCK = """<p style="position: sticky; top: 0; height: 9rem; margin: 0; background: white">Top</p>
<p style="height: 200rem"><a href="#main">Long</a></p>"""
WITHOUT_SCRIPTS = {
    '<a href="#">Nowhere</a>': '<a> "Nowhere" leads nowhere',
    '<a href="#gone">Gone</a>': '<a> "Gone" leads nowhere',
    '<form><button type="button">Dead</button></form>': '<button> "Dead" does nothing',
    "<button>Alone</button>": '<button> "Alone" does nothing',
    '<input aria-label="Loose">': '<input> "Loose" belongs to no form',
    '<form aria-label="Mute"><input><input></form>': '<form> "Mute" cannot be sent',
    "<h1>Twice</h1>": "2 headings of the page",
}


@pytest.mark.parametrize(("fault", "seen"), BY_KEYBOARD.items())
def test_a_fault_for_the_keyboard(page, fault, seen):
    page.set_content(PAGE.format(fault=fault))
    assert seen in faults_by_keyboard(page, both_ways=False)


def test_what_lies_over_the_focus_on_a_small_screen(page):
    page.set_content(PAGE.format(fault=STUCK))
    faults_by_keyboard(page, both_ways=False)
    assert '320 × 256: the focus on <a> "Long" is not in sight' in faults_when_small(page)


@pytest.mark.parametrize(("fault", "seen"), WITHOUT_SCRIPTS.items())
def test_a_fault_without_scripts(page, fault, seen):
    page.set_content(PAGE.format(fault=fault))
    page.evaluate(LOOK)
    assert seen in page.evaluate("cwPlain.faults()")


def test_a_page_without_fault(page):
    page.set_content(PAGE.format(fault='<form><button class="good">Go</button></form>'))
    page.evaluate(LOOK)
    assert faults_by_keyboard(page, both_ways=True) == []
    assert faults_when_small(page) == []
    assert page.evaluate("cwPlain.faults()") == []
