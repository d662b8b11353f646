"""The check of an answer as it stands beside the forms that draft, approve and issue it: a list to read, with places.

Never a lock, but for one thing: what the Regulation itself asks for must be there before a head approves an opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.county.queries import law
from huiyin.rooms.insight import replies
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.lifecycle import barred
from huiyin.rules.promises import unsaid
from huiyin.rules.replies.check import LOOKED_AT
from huiyin.rules.replies.finding import Finding
from huiyin.rules.replies.finding import Kind as Found
from huiyin.rules.vocabulary import Outcome, Verb
from huiyin.web.desk import checking_words
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.checking_questions import QUESTIONS, found, reads_korean
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.opened import file_for
from huiyin.web.desk.search_rows import marked
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import enumerated

if TYPE_CHECKING:
    from django.http import HttpRequest

#: The forms that are about an answer which is there already.
_WRITTEN = frozenset({Verb.APPROVE, Verb.ISSUE})
#: So many lines with gaps are named.
_ROWS = 12
#: Findings whose places are marked in the text; a long sentence would mark everything.
_UNMARKED = frozenset({Found.LONG_SENTENCE, Found.UNANSWERED, Found.OTHER_LANGUAGE})


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words. ``quote``: the passage, ``at``: where it stands; both may be empty."""

    sentence: str
    quote: str
    at: str


@dataclass(frozen=True, slots=True)
class Section:
    """The findings under one heading; ``legal`` where the law asks for what is missing."""

    word: str
    lines: tuple[Line, ...]
    legal: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands beside the form. ``url``: where a text that is being written can be checked; ``done``: it was checked.

    ``answer``: of an answer to the matter, not of a question; ``both``: a petitioner reads it who writes Korean; ``whole``:
    the written answer, which is read before it goes on; ``text``: the same where places in it are marked.
    """

    done: bool
    sections: tuple[Section, ...] = ()
    text: str = ""
    lang: str = ""
    url: str = ""
    answer: bool = True
    both: bool = False
    whole: str = ""


def panel(
    scene: Scene, file: File, verb: Verb | None, typed: Mapping[str, str] | None, *, kept: bool
) -> Checked | None:
    """The check for the form of this verb: of the written answer, or of what was typed and came back; None for other forms.

    A fresh draft gets a button only: nothing has been written yet. Beside closing stands only what nobody has said of promises.
    """
    if verb in _WRITTEN:
        text, outcome = replies.latest(file)
        if not text:
            return None
        checked = _checked(scene, file, text, outcome, kept=kept, url="")
        return replace(checked, whole=checked.text or text, lang=lang_of(text))
    if verb is Verb.CLOSE:
        return _owed(scene, file, kept=kept) if unsaid(scene.state) else None
    if verb in QUESTIONS:
        return _question(scene, file, verb, typed or {}, kept=kept)
    if verb is not Verb.DRAFT:
        return None
    url = f"/desk/matter/{scene.state.number}/check/"
    if typed is None or not typed.get("text", "").strip():
        return Checked(done=False, url=url)
    return _checked(scene, file, printable(typed["text"]), _outcome(typed), kept=kept, url=url)


def _question(scene: Scene, file: File, verb: Verb, typed: Mapping[str, str], *, kept: bool) -> Checked:
    """Beside what a petitioner is asked or answered: in which languages, and what stands out in what came back."""
    url, text = f"/desk/matter/{scene.state.number}/check/?do={verb.value}", printable(typed.get("text", ""))
    both = reads_korean(file, verb, typed, kept=kept)
    if not text.strip():
        return Checked(done=False, url=url, answer=False, both=both)
    findings = found(file, verb, typed, text, on=local_date(scene.now), kept=kept)
    return replace(_view(findings, text, url=url), answer=False, both=both)


def _owed(scene: Scene, file: File, *, kept: bool) -> Checked:
    """What the answer promises and nobody has noted."""
    text, outcome = replies.latest(file)
    owed = replies.found(file, text, outcome, on=local_date(scene.now), kept=kept)
    return _view([one for one in owed if one.kind is Found.NO_COMMITMENT], text, url="")


@require_POST
@staff
def check_page(request: HttpRequest, number: str) -> HttpResponse:
    """What the check says of a text that isn't sent yet: an answer, or by ``?do=`` what a petitioner is asked or answered.

    Nothing is kept; only for whoever may send it here.
    """
    matter = matter_or_404(request, number)
    who, now, ruling = actor(request), timezone.now(), law()
    verb = next((one for one in QUESTIONS if one.value == request.GET.get("do")), Verb.DRAFT)
    file = file_for(matter.number, who)
    if barred(file.state, verb, actor=who, now=now, law=ruling) is not None:
        raise PermissionDenied
    text = printable(request.POST.get("text", ""))[: LIMIT[Kind.LONG]]
    kept = in_confidence(file.state.confidential, file.state.desk, who)
    url = f"/desk/matter/{matter.number}/"
    if verb in QUESTIONS:
        given = request.POST.dict()
        findings: Sequence[Finding] = found(file, verb, given, text, on=local_date(now), kept=kept)
    else:
        findings = replies.found(file, text, _outcome(request.POST), on=local_date(now), kept=kept)
    context = {
        "check": replace(_view(findings, text, url=f"{url}check/"), answer=verb is Verb.DRAFT),
        "number": matter.number,
        "url": f"{url}?do={verb.value}",
    }
    return private(render(request, "desk/check.html", context, frame=frame(request)))


def owed_lock(number: str, given: Mapping[str, Any]) -> Refused | None:
    """Why it isn't closed yet: the answer supports what was asked, and it wasn't said what is to be carried out.

    Asked at the desk, as the lock before: what was closed elsewhere long ago is taken over as it was.
    """
    said = given.get("nothing_owed") or not unsaid(file_of(number).state)
    return None if said else Refused("owed_unsaid", "32", "nothing_owed")


def lock(request: HttpRequest, number: str) -> Refused | None:
    """Why a head may not approve yet: a part that the Regulation asks for is missing. Art. 32.

    Where the act isn't possible for other reasons, those are told.
    """
    file = file_of(number)
    if barred(file.state, Verb.APPROVE, actor=actor(request), now=timezone.now(), law=law()) is not None:
        return None
    missing = replies.legal_parts_missing(file)
    if not missing:
        return None
    parts = _("; ").join(checking_words.part(one.kind) for one in missing)
    return Refused("legal_parts_missing", "32", params={"parts": parts})


def _outcome(given: Mapping[str, str]) -> Outcome | None:
    said = given.get("outcome", "")
    return Outcome(said) if said in {one.value for one in Outcome} else None


def _checked(
    scene: Scene, file: File, text: str, outcome: Outcome | None, *, kept: bool, url: str
) -> Checked:
    return _view(replies.found(file, text, outcome, on=local_date(scene.now), kept=kept), text, url=url)


def _view(findings: Sequence[Finding], text: str, *, url: str) -> Checked:
    sections = []
    for group in checking_words.GROUPS:
        lines = tuple(_lines([one for one in findings if group.holds(one)], text))
        if lines:
            sections.append(Section(group.word(), lines, group.legal))
    hits = sorted((one.start, one.end) for one in findings if one.end and one.kind not in _UNMARKED)
    shown = text[:LOOKED_AT]
    whole = mark_safe(marked(shown, hits, 0, len(shown))) if hits else ""  # noqa: S308  marked escapes
    return Checked(True, tuple(sections), whole, lang_of(text), url)


def _lines(findings: Sequence[Finding], text: str) -> Iterator[Line]:
    """Each finding as a line, all gaps together as one: a fresh letter has a dozen of them, and the others mustn't drown."""
    gaps = [one for one in findings if one.kind is Found.GAP]
    yield from (_line(one, text) for one in findings if one.kind is not Found.GAP or len(gaps) == 1)
    if len(gaps) > 1:
        rows = sorted({text.count("\n", 0, one.start) + 1 for one in gaps})
        shown = enumerated(str(row) for row in rows[:_ROWS]) + ("…" if len(rows) > _ROWS else "")
        said = _("%(n)s places are still to be filled in") % {"n": len(gaps)}
        yield Line(said, "", _("lines %(rows)s") % {"rows": shown})


def _line(one: Finding, text: str) -> Line:
    sentence, quote = checking_words.said(one, text)
    placed = one.end and one.kind not in (Found.UNANSWERED, Found.EMPTY)
    at = _("line %(n)s") % {"n": text.count("\n", 0, one.start) + 1} if placed else ""
    return Line(sentence, quote, at or (one.source and _("petition %(number)s") % {"number": one.source}))
