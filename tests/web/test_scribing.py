"""A machine's words on the matter's page: only where it is on, for whoever handles the matter, never stored unread."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.insight import scribe
from huiyin.rooms.insight.gateway import Unanswered
from huiyin.rooms.insight.models import ScribeUse
from huiyin.rules.fields import MACHINE
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import act, matter_at, queries_of

pytestmark = pytest.mark.django_db
ANSWER = "查明的情况：家里停水三天，接头漏水，〔N9〕已经换好，水费按减少的用水量退还给用户。"


@pytest.fixture(autouse=True)
def on_monday(now: Any, browser: Browser) -> None:
    """Monday afternoon."""
    now(cast.START.replace(hour=9))


@pytest.fixture
def on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Switched on; what the machine was given."""
    given: list[str] = []

    class Machine:
        def ask(self, order: str, text: str) -> str:
            given.append(text)
            return ANSWER

    settings.HUIYIN_SCRIBE_URL = "http://192.0.2.1/v1"
    monkeypatch.setattr(scribe, "gateway", Machine)
    return given


def asked(browser: Browser, number: str, work: str, name: str = "bao") -> Any:
    return browser(name, language="en").post(f"/desk/matter/{number}/scribe/", {"work": work})


def test_it_is_not_there_unless_switched_on(browser: Browser, settings: Any) -> None:
    number, client = matter_at(Verb.NOTIFY), browser("bao", language="en")
    assert "scribe" not in page_of(client.get(f"/desk/matter/{number}/"))
    assert asked(browser, number, "summary").status_code == 403
    before = queries_of(client, f"/desk/matter/{number}/")
    settings.HUIYIN_SCRIBE_URL = "http://192.0.2.1/v1"
    assert 'id="scribe"' in page_of(client.get(f"/desk/matter/{number}/"))
    assert queries_of(client, f"/desk/matter/{number}/") == before, "the panel costs no query"


def test_who_may_not_handle_it_has_no_button_and_no_answer(browser: Browser, on: list[str]) -> None:
    number = matter_at(Verb.NOTIFY)
    assert asked(browser, number, "summary", "tao").status_code == 404
    assert asked(browser, number, "draft", "dan").status_code == 403, "the bureau drafts now"
    assert asked(browser, number, "poem").status_code == 403
    assert browser("bao").get(f"/desk/matter/{number}/scribe/").status_code == 405
    assert on == []


def test_a_draft_is_shown_marked_and_taken_over_only_when_mended(browser: Browser, on: list[str]) -> None:
    number, client = matter_at(Verb.NOTIFY), browser("bao", language="en")
    page = page_of(asked(browser, number, "draft"))
    assert MACHINE in page
    assert "data-take" in page
    assert "Bao · draft" in page, "who used it"
    assert cast.JIN.name not in on[0]
    words = {"outcome": "supported", "text": f"{MACHINE}\n{ANSWER}"}
    refused = act(client, number, "draft", **words)
    assert refused.status_code == 422
    assert "still a machine&#x27;s words" in page_of(refused)
    assert "接头漏水" in page_of(refused), "what was typed stays"
    refused = act(client, number, "draft", outcome="supported", text=ANSWER)
    assert refused.status_code == 422
    assert "word for word what the machine wrote" in page_of(refused)
    mended = act(client, number, "draft", outcome="supported", text=ANSWER.replace("〔N9〕", "供水公司"))
    assert mended.status_code == 303


@pytest.mark.parametrize(
    ("name", "path", "field"),
    [("bao", "field/", "text"), ("bo", "decide/rework/", "reason"), ("bao", "do/note/", "text")],
)
def test_by_no_door_are_its_words_stored_unmended(
    browser: Browser, on: list[str], name: str, path: str, field: str
) -> None:
    number = matter_at(Verb.DRAFT)
    asked(browser, number, "summary")
    entries = Entry.objects.filter(number=number).count()
    url, given = f"/desk/matter/{number}/{path}", {field: ANSWER, "seen": str(entries)}
    refused = browser(name, language="en").post(url, given)
    assert refused.status_code == 422
    assert "word for word what the machine wrote" in page_of(refused)
    assert Entry.objects.filter(number=number).count() == entries
    assert browser(name).post(url, {**given, field: f"经核对：{ANSWER}"}).status_code == 303


@pytest.mark.parametrize(
    "reason", ["busy", "slow", "no_key", "refused", "nonsense", "not_hidden", "unreachable"]
)
def test_each_failure_is_a_sentence_with_a_way_on(
    browser: Browser, on: list[str], monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise Unanswered(reason)

    monkeypatch.setattr(scribe, "_asked", fails)
    response = asked(browser, matter_at(Verb.NOTIFY), "summary")
    assert response.status_code == 200
    assert 'role="alert"' in page_of(response)
    said = page_of(response).split('role="alert"')[1].split("</div>")[0]
    assert any(way_on in said for way_on in ("Try again", "tell the administrator", "write it yourself"))
    assert ScribeUse.objects.get().state == "failed"
