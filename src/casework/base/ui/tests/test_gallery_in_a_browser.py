"""The gallery, looked at: nothing wider than its screen, nothing axe objects to."""

import pytest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_is_accessible_and_fits(live_server, page, axe_clean, theme):
    page.goto(f"{live_server.url}/ui/gallery/?theme={theme}")
    for width, height in ((1360, 900), (390, 844), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{wider} px too wide at {width}"
        axe_clean(page)


@pytest.mark.django_db(transaction=True)
def test_keys_find_search_and_list_themselves(live_server, page):
    page.goto(f"{live_server.url}/ui/gallery/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cw-search"
    page.keyboard.press("?")
    assert not page.locator("#cw-keys").is_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#cw-keys").is_visible()
    assert "Record a contact" in page.locator("#cw-keys").inner_text()


@pytest.mark.django_db(transaction=True)
def test_a_few_letters_and_enter_choose_of_a_long_list(live_server, page):
    page.goto(f"{live_server.url}/ui/gallery/")
    pick = page.locator("cw-pick").first
    find = pick.get_by_label("Find another")
    find.fill("shq")
    assert pick.get_by_text("1 found").is_visible()
    assert not pick.get_by_text("Polish").is_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("/ui/gallery/")
    assert pick.locator("[data-pick-first]").get_by_label("Albanian (Shqip)").is_checked()
    assert pick.get_by_text("Albanian (Shqip) is chosen.").is_visible()
    # On to the next one: the focus stays where one types.
    assert page.evaluate("document.activeElement.id") == "id_languages_find"
    page.keyboard.type("zzz")
    assert pick.get_by_text("Nothing is called that.").is_visible()
    page.keyboard.press("Escape")
    assert find.input_value() == ""


@pytest.mark.django_db(transaction=True)
def test_a_row_more_and_a_row_less(live_server, page):
    page.goto(f"{live_server.url}/ui/gallery/")
    rows = page.locator("cw-rows").first
    rows.get_by_role("button", name="Add a day").click()
    assert rows.get_by_role("group").count() == 2
    page.keyboard.press("Tab")
    rows.get_by_role("group", name="Row 2").get_by_label("Name").fill("Moving")
    rows.get_by_role("button", name="Take away Row 1").click()
    (left,) = rows.get_by_role("group").all()
    assert left.get_by_label("Name").input_value() == "Moving"
    rows.get_by_role("button", name="Take away Row 1").click()
    # The last one is emptied: there is always a row to write into.
    assert rows.get_by_role("group").get_by_label("Name").input_value() == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_telephone_every_page_of_a_record_is_in_sight(live_server, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/ui/gallery/")
    tabs = page.locator(".cw-tabs a")
    assert tabs.count() == 11
    for tab in tabs.all():
        box = tab.bounding_box()
        assert box["x"] >= 0, tab.inner_text()
        assert box["x"] + box["width"] <= width, tab.inner_text()
    # The name has its line to itself: nothing stands beside it, nothing cuts it.
    name = page.locator(".cw-person-name")
    assert name.evaluate("one => one.scrollWidth <= one.clientWidth")
    below = name.bounding_box()["y"] + name.bounding_box()["height"]
    assert page.locator(".cw-person-id .cw-mark").bounding_box()["y"] >= below
