"""The record of one matter is checked at the desk: whole, or broken at which entry; by whoever sees the county, and bounded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.rooms.cases import proving
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Entry, Seal, SealedText
from huiyin.rules.vocabulary import Verb
from tests.conftest import record_unlocked
from tests.rooms import cast, picture_cast
from tests.web.conftest import Browser, page_of
from tools.messages import PACKAGE, translated

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def number(now: Any) -> str:
    """A matter at its end, another one beside it, and a seal over both."""
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE)
    cast.comes_in(title="路灯不亮")
    seals.seal(now=timezone.now())
    now(at + timedelta(minutes=1))
    return number


def checked(browser: Browser, number: str, who: str = "dan") -> str:
    return page_of(browser(who, language="en").get(f"/desk/matter/{number}/proof/"))


def test_a_whole_record_says_so_with_its_seal(browser: Browser, number: str) -> None:
    link = f'href="/desk/matter/{number}/proof/"'
    assert link in page_of(browser("dan").get(f"/desk/matter/{number}/"))
    said = checked(browser, number)
    n = Entry.objects.filter(number=number).count()
    assert "The record is whole" in said
    assert f"first to the last: {n}. Under seals that hold: {n}." in said
    assert f"…{bytes(Entry.objects.filter(number=number).latest('seq').hash).hex()[-12:]}" in said


def test_what_came_after_the_last_seal_is_no_fault(browser: Browser, number: str) -> None:
    later = cast.comes_in(title="新的").number
    said = checked(browser, later)
    assert "The record is whole" in said
    assert "Under seals that hold: 0." in said
    assert "sealed within the hour" in said


def test_a_changed_entry_is_named(browser: Browser, number: str) -> None:
    with record_unlocked():
        row = Entry.objects.get(number=number, seq=3)
        Entry.objects.filter(pk=row.pk).update(unit="222424-MOON")
    said = checked(browser, number)
    assert "The record is broken at entry 3." in said
    assert "Entry 3: an entry was changed, moved or put in" in said


def test_changed_words_a_lost_file_a_touched_table(browser: Browser, number: str, settings: Any) -> None:
    seq = picture_cast.sent(number, at=timezone.now() + timedelta(days=1))
    with record_unlocked():
        SealedText.objects.filter(number=number, seq=1, name="text").update(text="一切都好。")
    assert "The record is broken at entry 1." in checked(browser, number)
    for path in (Path(settings.HUIYIN_HOME) / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    assert f"Entry {seq}: an attached file is gone" in checked(browser, number)
    Matter.objects.filter(pk=number).update(returns=7)
    said = checked(browser, number)
    assert "the tables say something else than the dossier (matter.returns)" in said


def test_entries_cut_out_beneath_a_seal_are_missed(browser: Browser, number: str) -> None:
    other = Matter.objects.exclude(pk=number).get().pk
    with record_unlocked():
        Entry.objects.filter(number=other).update(hash=b"\0" * 32)
    said = checked(browser, number)
    assert "entries under a seal were removed, added or changed" in said
    with record_unlocked():
        Seal.objects.update(mac=b"\0" * 16)
    assert "a seal wasn" in checked(browser, number)


def test_it_waits_for_no_more_than_its_bounds(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture_cast.sent(number, at=timezone.now() + timedelta(days=1))
    monkeypatch.setattr(proving, "MOST_ENTRIES", 1)
    monkeypatch.setattr(proving, "MOST_BYTES", 1)
    said = checked(browser, number)
    assert "The record is whole" in said
    assert "Under seals that hold: 0." in said
    assert "too large to be read here" in said


def test_it_is_for_whoever_sees_the_county_and_guarded_like_the_matter(browser: Browser, number: str) -> None:
    url = f"/desk/matter/{number}/proof/"
    assert browser("bao").get(url).status_code == 403
    assert url not in page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert browser("wu").get(url).status_code == 404
    assert browser().get(url).status_code == 302
    assert browser("dan").post(url).status_code == 405


def test_it_writes_nothing_and_asks_a_bounded_number_of_queries(browser: Browser, number: str) -> None:
    dan, before = browser("dan"), Entry.objects.count()
    dan.get(f"/desk/matter/{number}/proof/")
    with CaptureQueriesContext(connection) as asked:
        dan.get(f"/desk/matter/{number}/proof/")
    assert Entry.objects.count() == before
    assert len(asked) <= 45


@pytest.mark.parametrize("page", ["proof", "clocks"])
def test_proof_and_terms_name_the_matter_lead_back_and_are_printed(
    browser: Browser, number: str, page: str
) -> None:
    said = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/{page}/"))
    assert "没有水</a>" in said
    assert f'<a class="btn btn-plain" href="/desk/matter/{number}/">Back to the matter</a>' in said
    assert "data-print" in said


@pytest.mark.parametrize(("language", "seal"), [("zh_Hans", "封印"), ("ko", "봉인")])
def test_the_seal_of_a_record_has_one_word(language: str, seal: str) -> None:
    found = translated(language, PACKAGE)
    for text in ("Seal", "Seal of the first entry", "Seal of the last entry"):
        assert seal in str(found[text].string)
