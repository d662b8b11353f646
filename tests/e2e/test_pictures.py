"""In the browser: a citizen's photos are seen at the mailbox's desk, one after the other, with script and without."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_places import looked_at
from tests.e2e.test_way import NUMBER, write_until_check
from tests.rooms.picture_cast import from_a_phone, saved, two_halves

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


def drawn(tab: Any, n: int) -> None:
    """Until the worker has drawn as many: the page is loaded anew, as a person would."""
    end = time.monotonic() + 30
    while tab.locator(".hy-message img").count() < n:
        assert time.monotonic() < end, "the worker draws nothing"
        time.sleep(0.5)
        tab.reload()


def width_of(tab: Any, picture: str) -> int:
    """Pixels that really came, once the picture is in sight."""
    tab.locator(picture).first.scroll_into_view_if_needed()
    tab.wait_for_function("p => document.querySelector(p).complete", arg=picture)
    return int(tab.eval_on_selector(picture, "one => one.naturalWidth"))


def test_photos_are_seen_at_the_mailbox_and_one_after_the_other(page: Any, tmp_path: Path) -> None:
    photos = [tmp_path / "井盖.jpg", tmp_path / "街口.png"]
    photos[0].write_bytes(from_a_phone(2000, 1500))
    photos[1].write_bytes(saved(two_halves(900, 600), "PNG"))
    citizen = page()
    write_until_check(citizen, "井盖没了，看照片。")
    citizen.set_input_files("[name=files]", photos)
    citizen.click("main .btn-primary[type=submit]")
    citizen.wait_for_url("**/receipt/*/")
    number = NUMBER.search(citizen.inner_text("main")).group()
    desk = page("dispatcher")
    desk.goto("/desk/mailbox/")
    drawn(desk, 2)
    row = f"#m-{number}"
    shots = f".hy-message:has({row}) .hy-shots"
    assert width_of(desk, f"{shots} img") == 240
    box = desk.locator(f"{shots} img").first.bounding_box()
    assert 40 <= box["width"] <= box["height"] <= 120, "upright and small"
    assert looked_at(desk) == []
    desk.locator(f"{shots} a").first.click()
    desk.wait_for_url("**/look/")
    assert "井盖.jpg" in desk.inner_text("h1")
    assert width_of(desk, ".hy-look img") == 1200
    assert looked_at(desk) == []
    desk.keyboard.press("ArrowRight")
    desk.wait_for_selector("a[rel=prev]")
    assert "街口.png" in desk.inner_text("h1")
    desk.keyboard.press("ArrowRight")  # the last one stays
    desk.keyboard.press("ArrowLeft")
    desk.wait_for_selector("a[rel=next]")
    plain = page("dispatcher", script=False)
    plain.goto(f"/desk/matter/{number}/")
    assert plain.locator(".hy-files .hy-shots img").count() == 2
    assert width_of_plain(plain) == 2
    plain.locator(".hy-timeline .hy-shots a").first.click()
    plain.locator("a[rel=prev]").click()
    assert "井盖.jpg" in plain.inner_text("h1")
    with plain.expect_download() as download:
        plain.click("a[download]")
    assert download.value.path().read_bytes() == photos[0].read_bytes(), "the file itself, whole"


def width_of_plain(tab: Any) -> int:
    """Small pictures with a size of their own before they came: nothing jumps."""
    boxes = [one.bounding_box() for one in tab.locator(".hy-files .hy-shots img").all()]
    return sum(1 for box in boxes if box["width"] > 40 and 80 < box["height"] < 110)
