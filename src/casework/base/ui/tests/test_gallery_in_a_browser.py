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
