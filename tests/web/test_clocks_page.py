"""The page that proves a matter's dates, the sentences of the explanation, and the calendar's alarm on the work list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.reckoning import reckon_all
from huiyin.rooms.cases.registering import link
from huiyin.rooms.county.actions import load_calendar_notice
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.queries import law
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.clocks import Clock as Code
from huiyin.rules.clocks import Terms, Unit, due_on, explain
from huiyin.rules.duties import Satellite
from huiyin.rules.roles import SYSTEM, Actor, Role
from huiyin.rules.state import ClockRun
from huiyin.rules.vocabulary import Verb
from huiyin.rules.yearly import YearlyTerms, explain_yearly, yearly_duties
from huiyin.web.desk.clocks import alarm_line, badge, card
from huiyin.web.shared.explain import sentences, yearly_sentences
from tests.rooms import cast
from tests.rules.date_rows import LOADED
from tests.rules.times import at, d, published_until
from tests.web.conftest import Browser, page_of, untorn

Clock = Callable[[datetime], None]
NOW = cast.START + timedelta(hours=12)


@pytest.fixture(autouse=True)
def on_monday(now: Clock, browser: Browser) -> Iterator[None]:
    """Monday afternoon, the notices known to 2026; everybody has an account."""
    now(NOW)
    with published_until(2026):
        forget()
        yield
    forget()


def run_of(code: Code, start: str, *, extra: int = 0, **change: Any) -> ClockRun:
    """A term as the dossier would hold it: its last day reckoned by the county's calendar."""
    known = {"calendar": law().calendar, "terms": law().terms}
    unit = Unit(change["unit"]) if "unit" in change else None
    due = due_on(code, at(start), days=change.get("days"), unit=unit, extra=extra, **known)
    given = {
        "n": 1,
        "code": code,
        "party": cast.BUREAU,
        "started_at": at(start),
        "paused_days": extra,
        **change,
    }
    return ClockRun(due_on=due.due_on, provisional=due.provisional, **given)


def seen(page: str) -> str:
    """What a reader sees of it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# -- the page -----------------------------------------------------------------------------------------------------


def test_every_term_running_and_ended_stands_there(browser: Browser) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.NOTIFY)
    page = seen(page_of(browser("bao", language="en").get(f"/desk/matter/{number}/clocks/")))
    running, ended = page.split("Terms that have ended")
    assert "Answer" in running
    assert "Art. 34" in running
    assert "Length 60 days" in running
    assert "Began 2 Mar 2026 13:00" in running
    assert "60 days from then end on 1 May 2026." in running
    assert "1 May 2026 to 5 May 2026: off (Labour Day)." in running
    assert "1 May 2026 is a day off, so the last day moves to 6 May 2026." in running
    assert "time enough · 65 days left" in running
    assert not re.search(r"\bT[134]\b", ended), "codes of ours say nothing to a reader"
    assert "a right, which lapses" in ended
    assert "Ended on 2 Mar 2026" in ended


def test_a_right_that_lapsed_stands_among_what_has_ended(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.SIGN)
    now(at("2026-03-10"))  # the five working days for an objection ended yesterday
    page = seen(page_of(browser("bao", language="en").get(f"/desk/matter/{number}/clocks/")))
    running, ended = page.split("Terms that have ended")
    assert "Tell petitioner" in running
    assert "Time to object" not in running
    assert "Time to object" in ended


def test_the_matter_page_leads_there_and_back(browser: Browser) -> None:
    number, client = cast.comes_in().number, browser("dan")
    assert f'href="/desk/matter/{number}/clocks/"' in page_of(client.get(f"/desk/matter/{number}/"))
    assert f'href="/desk/matter/{number}/"' in page_of(client.get(f"/desk/matter/{number}/clocks/"))


def test_a_matter_that_goes_on_in_another_still_shows_its_own_terms(browser: Browser) -> None:
    first, second = cast.comes_in().number, cast.comes_in().number
    link(second, other=first, by=cast.DAN, now=cast.START + timedelta(hours=1))
    page = seen(page_of(browser("dan", language="en").get(f"/desk/matter/{second}/clocks/")))
    assert "No term is running." in page
    assert "Sort and send" in page.split("Terms that have ended")[1]


def test_a_number_without_its_dashes_leads_to_the_page(browser: Browser) -> None:
    number = cast.comes_in().number
    answer = browser("dan").get(f"/desk/matter/{number.replace('-', '')}/clocks/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/matter/{number}/clocks/")


@pytest.mark.parametrize("who", ["wu", "tao", "xia"])
def test_who_may_not_see_the_matter_finds_nothing(browser: Browser, who: str) -> None:
    number = cast.comes_in().number
    assert browser(who).get(f"/desk/matter/{number}/clocks/").status_code == 404
    assert browser(who).get("/desk/matter/222424-20260302-09999-9/clocks/").status_code == 404


def test_strangers_are_shown_the_door_and_nobody_keeps_a_copy(browser: Browser) -> None:
    number = cast.comes_in().number
    away = browser().get(f"/desk/matter/{number}/clocks/")
    assert (away.status_code, away.headers["Location"][:12]) == (302, "/desk/login/")
    assert browser("dan").post(f"/desk/matter/{number}/clocks/").status_code == 405
    assert (
        browser("dan").get(f"/desk/matter/{number}/clocks/").headers["Cache-Control"] == "no-store, private"
    )


def test_the_page_asks_the_same_few_questions_however_many_terms_there_are(browser: Browser) -> None:
    few, many = cast.comes_in().number, cast.comes_in().number
    cast.go(many, Verb.CLOSE)
    client = browser("dan")
    client.get(f"/desk/matter/{few}/clocks/")  # the county comes into memory
    counted = []
    for number in (few, many):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/desk/matter/{number}/clocks/")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
@pytest.mark.parametrize("verb", [Verb.TRIAGE, Verb.OBJECT, Verb.DELIVER, Verb.CLOSE])
def test_it_opens_at_every_state_in_every_language(browser: Browser, verb: Verb, language: str) -> None:
    number = cast.comes_in().number
    if verb is Verb.OBJECT:
        cast.go(number, Verb.SIGN)
        actions.object_(number, reason="不属于我局职权范围", by=cast.BAO, now=cast.START + timedelta(hours=5))
    else:
        cast.go(number, verb)
    answer = browser("dan", language=language).get(f"/desk/matter/{number}/clocks/")
    assert answer.status_code == 200
    assert page_of(answer).count("<section") >= 1


def test_what_was_reckoned_anew_is_told_with_its_moment(browser: Browser, now: Clock) -> None:
    start = at("2027-01-21")
    number = cast.comes_in(received_at=start, now=start).number
    notice = [NoticeDay(day, row.working, row.name) for day, row in LOADED.items()]
    load_calendar_notice(2027, days=notice, source="test", by=SYSTEM, now=start)
    reckon_all(by=SYSTEM, now=start + timedelta(hours=1))
    now(start + timedelta(hours=2))
    page = seen(page_of(browser("dan", language="en").get(f"/desk/matter/{number}/clocks/")))
    assert "Reckoned anew on 21 Jan 2027 10:00: last day 12 Feb 2027." in page
    assert "5 Feb 2027 is a day off, so the last day moves to 12 Feb 2027." in page
    assert "may change" not in page


@pytest.mark.parametrize("path", ["/desk/list/", "/desk/triage/", "/desk/search/?q=没有水"])
def test_lists_say_so_where_a_last_day_may_change(browser: Browser, now: Clock, path: str) -> None:
    start = at("2027-01-21")
    cast.comes_in(received_at=start, now=start)
    now(start + timedelta(hours=2))
    assert "15 days left (may change)" in seen(page_of(browser("dan", language="en").get(path)))
    notice = [NoticeDay(day, row.working, row.name) for day, row in LOADED.items()]
    load_calendar_notice(2027, days=notice, source="test", by=SYSTEM, now=start)
    reckon_all(by=SYSTEM, now=start + timedelta(hours=1))
    page = seen(page_of(browser("dan", language="en").get(path)))
    assert "22 days left" in page
    assert "may change" not in page


# -- one term -----------------------------------------------------------------------------------------------------


def said(run: ClockRun, *, now: str = "2026-03-02T13:00") -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Badge, facts and steps in English."""
    with override("en"):
        made = card(run, law(), (), now=at(now))
        return seen(str(made.badge)).strip(), dict(made.facts), made.steps


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        ("2026-03-02", "calm", "time enough · 15 days left"),
        ("2026-03-12", "calm", "time enough · 5 days left"),
        ("2026-03-13", "soon", "getting short · 4 days left"),
        ("2026-03-16", "late", "very short · 1 day left"),
        ("2026-03-17", "late", "very short · due today"),
        ("2026-03-18", "late", "1 day late"),
    ],
)
def test_a_light_is_a_word_and_a_shape_as_well(day: str, tone: str, words: str) -> None:
    run = run_of(Code.T1, "2026-03-02")  # the style sheet gives each tone its own shape
    with override("en"):
        assert badge(run, law(), now=at(day)) == f'<span class="hy-clock {tone}">{words}</span>'


def test_a_date_that_may_change_says_so() -> None:
    found, _, steps = said(run_of(Code.T1, "2026-12-18"), now="2026-12-18")
    assert found == "time enough · 17 days left (may change)"
    assert "The holiday notice from 2 Jan 2027 on isn't out yet, so the date may still change." in steps


def test_windows_belong_to_the_petitioner_and_lapse() -> None:
    run = run_of(Code.T8, "2026-03-02")
    found, facts, _ = said(run)
    assert (facts["Whose"], facts["Kind"]) == ("Petitioner", "a right, which lapses")
    assert found == "time enough · 30 days left"
    assert said(run, now="2026-04-02")[0] == "ended"


def test_ended_terms_say_whether_in_time() -> None:
    early = run_of(Code.T1, "2026-03-02", stopped_at=at("2026-03-17T23:00"))
    late = run_of(Code.T1, "2026-03-02", stopped_at=at("2026-03-19T08:00"))
    window = run_of(Code.T4, "2026-03-02", stopped_at=at("2026-03-03"))
    assert [said(run)[0] for run in (early, late, window)] == ["in time", "2 days late", "ended"]
    assert said(late)[1]["Ended on"] == "19 Mar 2026 08:00"


def test_a_hearing_stops_the_recheck() -> None:
    waiting = run_of(Code.T11, "2026-03-02", paused_at=at("2026-03-05"))
    assert said(waiting)[0] == "stands still during the hearing"
    _, facts, steps = said(run_of(Code.T11, "2026-03-02", extra=9))
    assert facts["Last day"] == "10 Apr 2026"
    assert "The hearing took 9 days, which aren't counted." in steps


def test_an_extension_is_told_as_one_count() -> None:
    _, facts, steps = said(run_of(Code.T7, "2026-03-02", days=30))
    assert (facts["Length"], facts["Last day"]) == ("90 days", "1 Jun 2026")
    assert steps[0] == "Regulation on Petition Work, Art. 34: 90 days with the extension."
    assert steps[2] == (
        "60 days and the extension of 30 days that the head approved are counted together from the beginning."
    )


def test_another_lines_term_keeps_its_unit() -> None:
    run = run_of(Code.F2, "2026-03-06", days=5, unit="working_days", source=Satellite.HOTLINE)
    _, facts, steps = said(run)
    assert (facts["Rule"], facts["Length"], facts["Last day"]) == (
        "another line's own",
        "5 working days",
        "13 Mar 2026",
    )
    assert steps[0] == "The other line's own term: 5 working days."


def test_the_countys_own_term_claims_no_article() -> None:
    _, facts, steps = said(run_of(Code.L2, "2026-03-02"))
    assert (facts["Rule"], steps[0]) == ("the county's own", "The county's own term: 10 working days.")


def test_a_date_of_another_time_is_told_beside_todays() -> None:
    run = run_of(Code.T1, "2026-03-02")
    old = ClockRun(
        n=1,
        code=Code.T1,
        party=cast.BUREAU,
        started_at=run.started_at,
        due_on=d("2026-03-20"),
        provisional=False,
    )
    assert said(old)[2][-1] == (
        "The dossier says 20 Mar 2026: it was reckoned by the calendar and terms of that time."
    )


# -- sentences ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "given", "first"),
    [
        (Code.T1, {}, "Regulation on Petition Work, Art. 22: 15 days."),
        (Code.T5, {"days": 20}, "Term set by the sender: 20 days (Regulation on Petition Work, Art. 22(3))."),
        (Code.L6, {"days": 15}, "Term set by the notice: 15 days (Regulation on Petition Work, Art. 40)."),
        (Code.L15, {"days": 3}, "Term set by the leader: 3 days."),
        (
            Code.L7,
            {},
            "Regulation on Petition Work, Art. 40 names no length; the county's own term: 30 days.",
        ),
        (Code.L1, {}, "The county's own term: 60 days."),
        (Code.F1, {"days": 1, "unit": Unit.WORKING_DAYS}, "The other line's own term: 1 working day."),
    ],
)
def test_where_the_length_comes_from(code: Code, given: dict[str, Any], first: str) -> None:
    steps = explain(code, at("2026-03-02"), calendar=law().calendar, terms=Terms(), **given)
    with override("en"):
        assert sentences(steps)[0] == first


def test_one_day_of_a_hearing() -> None:
    steps = explain(Code.T11, at("2026-03-02"), calendar=law().calendar, terms=Terms(), extra=1)
    with override("en"):
        assert "The hearing took 1 day, which isn't counted." in sentences(steps)


REPORT = (
    "Regulation on Petition Work, Art. 41: a report on 2026 to the county's own committee and government "
    "and to the department above."
)


def test_yearly_duties_are_explained() -> None:
    assessment, report = yearly_duties(2026, YearlyTerms())
    with override("en"):
        assert yearly_sentences(explain_yearly(report)) == [
            REPORT,
            "Regulation on Petition Work, Art. 41 names no day for it.",
            "The county's own choice, local practice and not law: by 31 Jan 2027.",
            "Last day: 31 Jan 2027.",
        ]
        assert yearly_sentences(explain_yearly(assessment))[0] == (
            "Regulation on Petition Work, Art. 39: the petition work of 2026 is assessed."
        )


# -- the calendar's alarm -----------------------------------------------------------------------------------------

RINGS = "The published calendar ends on 28 Dec 2026"


@pytest.mark.parametrize(
    ("who", "told"), [("dan", True), ("bo", True), ("bao", False), ("liu", False), ("xia", False)]
)
def test_who_sends_matters_out_sees_the_alarm(browser: Browser, now: Clock, who: str, told: bool) -> None:
    now(at("2026-11-26"))
    page = page_of(browser(who, language="en").get("/desk/list/"))
    assert (RINGS in untorn(page)) is told
    assert ("hy-alert care" in page) is told


def test_no_alarm_while_there_is_time(browser: Browser, now: Clock) -> None:
    now(at("2026-10-28"))
    assert RINGS not in untorn(page_of(browser("dan", language="en").get("/desk/list/")))


def person(role: Role) -> Actor:
    return cast.person("x", role, cast.DEPARTMENT)


def test_who_administers_is_told_and_afterwards_it_is_said_so() -> None:
    with override("en"):
        assert alarm_line(person(Role.ADMIN), at("2026-12-28")).startswith(RINGS)
        assert alarm_line(person(Role.ADMIN), at("2026-12-29")).startswith(
            "The published calendar ended on 28 Dec 2026"
        )
        assert alarm_line(person(Role.SUPERVISOR), at("2026-12-28")) == ""


def test_only_who_administers_is_asked_to_load_the_notice() -> None:
    with override("en"):
        assert "Have the new holiday notice loaded." in alarm_line(person(Role.ADMIN), at("2026-12-28"))
        others = alarm_line(person(Role.HEAD), at("2026-12-28"))
        assert others.startswith(RINGS)
        assert others.endswith("The administrator loads the new holiday notice once it is published.")


def test_the_alarm_costs_no_question(browser: Browser, now: Clock) -> None:
    counted = []
    for day in ("2026-10-01", "2026-11-26"):
        now(at(day))
        client = browser("dan", language="en")
        client.get("/desk/list/")  # the county comes into memory
        with CaptureQueriesContext(connection) as asked:
            page = page_of(client.get("/desk/list/"))
        assert (RINGS in untorn(page)) is (day == "2026-11-26")
        counted.append(len(asked))
    assert counted[0] == counted[1] > 1
