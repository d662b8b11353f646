"""A letter whose answer doesn't hold any more says so itself, on the page, as PDF and as Word; the head says what is true."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from docx import Document

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import look_into, rate
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link, unlink
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.cases.theirs import their_file
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.void import Void, Why, void
from tests.rooms import cast
from tests.web.conftest import Browser
from tests.web.paper_reading import said_by, words_of
from tests.web.test_after_answer import DAY, WHY, Clock, answered, decided_above, looking
from tests.web.test_revoked import joined

pytestmark = pytest.mark.usefixtures("people")


def kept(browser: Browser, known: Receipt, language: str = "zh-hans") -> str:
    """The letter as its petitioner keeps it: of a matter that is being handled anew, the earlier one."""
    client, page = looking(browser, known, language)
    found = re.search(r'href="(/follow/letter\.pdf\?[^"]+)"', page)
    assert found
    return words_of(client.get(found[1].replace("&amp;", "&")).content)


def mark(number: str, own: str = "") -> Void | None:
    file = file_of(number)
    found = next(one for one in letter.letters(file) if one.text_seq)
    if not own:
        return void(found, file)
    petition = Petition.objects.get(number=own)
    return void(found, their_file(petition, number), petition)


def revoked(now: Clock, said: str = "revoked") -> tuple[Receipt, Receipt, datetime]:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, said)
    now(at)
    return first, review, at


def test_an_answer_that_holds_bears_no_mark(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    assert "不再有效" not in kept(browser, first)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(review.number, at, "upheld"))
    assert "不再有效" not in kept(browser, first)
    assert mark(first.number) is mark(review.number) is None


def test_a_revoked_answer_says_since_when_and_by_what(browser: Browser, now: Clock) -> None:
    first, review, at = revoked(now)
    told = f"本答复已于2026年3月3日被复查（编号{review.number}）撤销，不再有效。"
    again = False
    for again in (False, True):
        if again:
            actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at + DAY)
            now(at + DAY)
        assert told in kept(browser, first)
        assert told in looking(browser, first, "zh-hans")[1]
        assert kept(browser, first).index("本答复已于") < kept(browser, first).index("水管已经修好")
        assert "본회답은2026년3월3일재조사" in kept(browser, first, "ko")
        english = kept(browser, first, "en")
        assert f"Thisanswerwasrevokedon3Mar2026byReview{review.number}." in english
        assert told in english
    assert again


def test_the_desks_pdf_and_word_say_it_without_the_reviews_number(browser: Browser, now: Clock) -> None:
    first, review, at = revoked(now)
    seq = next(e.seq for e in file_of(first.number).entries if e.verb == Verb.ISSUE)
    for who in ("dan", "bao"):
        client = browser(who, language="zh-hans")
        for kind, read in (("pdf", words_of), ("docx", said_by)):
            made = read(client.get(f"/desk/matter/{first.number}/letter/{seq}.{kind}").content)
            assert "本答复已于2026年3月3日被复查撤销，不再有效。" in made, (who, kind)
            assert review.number not in made
    frame = Document(io.BytesIO(client.get(f"/desk/matter/{first.number}/letter/{seq}.docx").content))
    framed = [one.text for one in frame.paragraphs if one._p.xpath("./w:pPr/w:pBdr")]
    assert len(framed) == 1
    assert "不再有效" in framed[0]
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    whole = words_of(browser("dan", language="zh-hans").get(f"/desk/matter/{first.number}/file.pdf").content)
    assert "本答复已于2026年3月3日被复查撤销，不再有效。" in whole


def test_a_changed_answer_says_what_counts(browser: Browser, now: Clock) -> None:
    first, review, _at = revoked(now, "changed")
    told = f"本答复已于2026年3月3日被复查（编号{review.number}）变更，以该决定为准。"
    assert told in kept(browser, first)
    assert told in looking(browser, first, "zh-hans")[1]
    assert "变更，以该决定为准" not in kept(browser, review)


def test_what_a_recheck_revoked_says_so_and_the_first_answer_too(browser: Browser, now: Clock) -> None:
    first, review, at = revoked(now, "upheld")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(recheck.number, at, "revoked"))
    told = f"本答复已于2026年3月4日被复核（编号{recheck.number}）撤销，不再有效。"
    assert told in kept(browser, review)
    assert told in kept(browser, first)
    assert "不再有效" not in kept(browser, recheck)


def test_a_recheck_that_changes_takes_the_revocations_place(now: Clock) -> None:
    first, review, at = revoked(now)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    decided_above(recheck.number, at, "changed")
    found = mark(first.number, first.number)
    assert found is not None
    assert (found.why, found.number) == (Why.CHANGED, recheck.number)


def test_opened_again_on_another_ground_the_answer_and_its_review_say_so(
    browser: Browser, now: Clock
) -> None:
    first, review, at = revoked(now, "upheld")
    at += DAY
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    look_into(first.number, item=1, verdict="handle_again", text="不实。", by=cast.DAN, now=at)
    now(at)
    assert "县委群众工作部将在2026年3月11日前（含当日）启动重新办理" in looking(browser, first, "zh-hans")[1]
    actions.reopen(first.number, reason="核查认定。", by=cast.DAN, now=at)
    assert "该事项已于2026年3月4日重新办理，本答复不再有效，将另行答复。" in kept(browser, first)
    about = "本决定所针对的原答复自2026年3月4日起不再有效，该事项重新办理。"
    assert about in kept(browser, review)
    assert about not in looking(browser, review, "zh-hans")[1]  # its head says so


def test_of_several_each_reads_who_asked_as_far_as_they_may(browser: Browser, now: Clock) -> None:
    home, other, theirs, _mine, _at = joined(now)
    assert f"被复查（编号{theirs.number}）撤销" in kept(browser, home)
    paper = kept(browser, other)
    assert "本答复已于2026年3月3日被复查撤销，不再有效。" in paper
    assert theirs.number not in paper
    found = mark(home.number, other.number)
    assert found is not None
    assert found.others


def test_who_parted_reads_that_it_holds_for_them_no_more(browser: Browser, now: Clock) -> None:
    home, other = cast.comes_in(), cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    unlink(other.number, reason="不是同一件事。", by=cast.DAN, now=at + DAY)
    now(at + DAY)
    assert "自2026年3月3日起，您的信访事项单独办理，本答复对其不再有效。" in kept(browser, other)
    assert "不再有效" not in kept(browser, home)


def test_before_the_desk_takes_it_up_the_head_says_that_it_is_to_be_handled_anew(
    browser: Browser, now: Clock
) -> None:
    first, review, at = revoked(now)
    page = looking(browser, first, "zh-hans")[1]
    assert "<h1>需要重新办理</h1>" in page
    assert (
        "原答复已于2026年3月3日被撤销，该事项将重新办理。县委群众工作部将在2026年3月10日前（含当日）启动重新办理。"
        in page
    )
    assert "正在重新办理" not in page
    assert f"该事项将以编号{first.number}重新办理" in looking(browser, review, "zh-hans")[1]
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    page = looking(browser, first, "zh-hans")[1]
    assert "<h1>需要重新办理</h1>" not in page
    assert f"该事项以编号{first.number}重新办理" in looking(browser, review, "zh-hans")[1]


def answered_anew(number: str, at: datetime) -> datetime:
    """The matter is taken up again, and the new answer arrives."""
    actions.reopen(number, reason="又停水了。", by=cast.DAN, now=at + DAY)
    for _verb, step in cast.WAY[1:]:
        step(number, at + 2 * DAY)
    at += 2 * DAY
    return at


def two_answers(number: str, own: str) -> list[Void | None]:
    """Why the first answer and the new one hold no more, as this petitioner reads it."""
    file, petition = their_file(Petition.objects.get(number=own), number), Petition.objects.get(number=own)
    return [void(one, file, petition) for one in letter.letters(file) if one.text_seq]


def test_a_review_of_the_new_answer_says_nothing_of_the_earlier_one(browser: Browser, now: Clock) -> None:
    home, other = cast.comes_in(), cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = answered_anew(home.number, cast.go(home.number, Verb.CLOSE))
    review = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(review.number, at, "revoked"))
    for own, number in ((home, review.number), (other, "")):
        earlier, present = two_answers(home.number, own.number)
        assert earlier is not None
        assert (earlier.why, earlier.number) == (Why.AGAIN, "")
        assert present is not None
        assert (present.why, present.number) == (Why.REVOKED, number)
        page = looking(browser, own)[1]
        assert page.count(": Opinion revoked") + page.count("· Revoked on") == 1
        assert page.count("On 3 Mar 2026 the matter was taken up again") == 1


def test_what_came_late_of_a_review_of_the_earlier_answer_says_nothing_of_the_new_one(now: Clock) -> None:
    home, other, _theirs, mine, at = joined(now)
    at = answered_anew(home.number, at)
    now(decided_above(mine.number, at, "revoked"))
    for own in (home, other):
        earlier, present = two_answers(home.number, own.number)
        assert earlier is not None
        assert earlier.why is Why.REVOKED
        assert present is None


def test_what_a_recheck_changes_after_a_parting_leaves_the_ground_of_handling_it_anew(
    browser: Browser, now: Clock
) -> None:
    home, other = cast.comes_in(), cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    review = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, petition=review.number, text=WHY, by=cast.PAK, now=at)
    unlink(other.number, reason="不是同一件事。", by=cast.DAN, now=at + DAY)
    for decided in (False, True):
        if decided:
            at = decided_above(recheck.number, at + DAY, "changed")
        now(at + DAY)
        page = looking(browser, other)[1]
        assert "The answer was revoked on 3 Mar 2026; it is handled anew." in page
        assert f"This answer was revoked on 3 Mar 2026 by Review {review.number}." in page
