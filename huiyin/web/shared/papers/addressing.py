"""A matter's letter for one of several petitioners: to them by name, about their own petition, with nobody else's.

One answer is written for everybody in the matter, and it opens with the petition that the matter began with. Whose copy it is
reads their own day, title and number there; other petitions' numbers and the matter's title stand nowhere in it (Art. 30, 32).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.reviewing import number_below
from huiyin.rooms.cases.theirs import brought_to, is_alone
from huiyin.rooms.cases.unnaming import SOMEBODY
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rules.calendar import local_date
from huiyin.rules.simplified import SIMPLIFIED, TRADITIONAL
from huiyin.rules.vocabulary import MatterClass
from huiyin.web.shared import letters as letters_of
from huiyin.web.shared import letters_ko, letters_zh, when
from huiyin.web.shared.letters_parts import GAP, Tongue
from huiyin.web.shared.papers import lawful, written_days

_TONGUES = (letters_zh.TONGUE, letters_ko.TONGUE)
#: What may stand where a letter's opening has a place to be filled in.
_PLACES = {"title": r"[^\n]{0,300}?"}
#: … and what stays as it stands there: which number it names, whose answer of when is reviewed; of a day its form.
_KEPT = {
    "number": r"[\d-]{10,30}", "organ": r"[^“”\n]{1,60}?", "answered": r"[^“”\n]{1,40}?", "opinion": r"[^“”\n]{1,20}?",
    "act": r"[^“”\n]{1,20}?", "received": r"[^“”\n]{1,40}?",
}  # fmt: skip
_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = "{number}"
#: A title of fewer signs may be an ordinary word or the name of a thing (自来水公司): only between quotes it is a title.
_LONG = 12
#: What is said of a petition on the day it came, and what is said of other papers, too: then only beside its number or title.
_CAME = (
    ("提出|反映|来(?:[访信电件函的，]|$)", "投诉|登记|收到|收悉"),
    ("제출|제기|반영|신소", "접수|받"),
)
_SAID_TO_COME = [(re.compile(brought), re.compile(taken)) for brought, taken in _CAME]
#: What a title stands between, with a few words beside it.
_OPEN, _CLOSE = "[“《「『‘【\"']", "[”》」』’】\"']"
#: An opening stands in a line that is no longer.
_LONGEST = 1_000
#: What stands between two things of one list; dashes and blanks within a number; how far figures of full width are away.
_AND, _DASH, _WIDER = r"\s*(?:[、，,;；和与及或/]|와|과|및)\s*", r"[\W_]{0,3}", 0xFEE0
#: Of a number the county's six figures and the last one are left out by some.
_COUNTY = 6
#: Within a title a line may end, or a blank stand.
_GAP_IN = r"\s{0,2}"
_CLAUSES = re.compile(rf"([。；;]|，(?=[^，。；]{{0,40}}{written_days.ANY})|,\s)")
#: Somebody addressed at the beginning of a line.
_GREETING = re.compile(r"^\s*[^：:\n。]{1,40}[：:]")


@dataclass(frozen=True, slots=True)
class Addressed:
    """One petitioner whom a letter is for, what their petition is called, and whether they may be named in it.

    ``titles``: what every petition is called that is in the matter or ever was.
    """

    petition: Petition
    title: str
    named: bool
    titles: Mapping[str, str]

    @classmethod
    def of(cls, petition: Petition, file: File) -> Addressed:
        """For whoever brought this petition of the matter; a query where others are or were in it.

        Nobody is named who asked for confidence, nor in a tip-off; that somebody else asked for it in their own petition takes
        no name away. Asked for later it is promised to everybody in the matter.
        """
        number, state = petition.number, file.state
        others = brought_to(file) - {state.number}
        titles = {state.number: file.texts.get((1, "title")) or ""}
        titles |= texts_named(others, 1, "title") if others else {}
        title = titles.get(number)
        asked = petition.confidential or any(p.confidential for p in state.petitions if p.number == number)
        secret = asked or state.stays_confidential
        tip_off = state.klass is MatterClass.TIP_OFF or (state.klass is None and state.accused_known)
        return cls(petition, title or _("(erased as the law provides)"), not (secret or tip_off), titles)

    def greeting(self, tongue: Tongue) -> str:
        """The line that addresses them; whoever isn't named, as whoever wrote."""
        name, head = self.petition.petitioner.name if self.named else "", tongue.hello.split("\n")[0]
        return head.replace(GAP, name) if name and GAP in head else tongue.addressee

    def greeted(self, text: str, tongue: Tongue) -> str:
        """The words with this line at their head where the name is left open there."""
        head, *rest = text.split("\n")
        if GAP not in head:
            return text
        name = self.petition.petitioner.name if self.named else ""
        return "\n".join([head.replace(GAP, name, 1) if name else tongue.addressee, *rest])


class Theirs:
    """What offices wrote in a matter, as whoever brought this petition reads it; as it is where nobody else's is near.

    Called with each of the texts; the others' titles are asked for once, and only if there is a text.
    """

    def __init__(self, petition: Petition, file: File) -> None:
        self._petition, self._file = petition, file
        self._to: Addressed | None = None

    def __call__(self, text: str) -> str:
        """The text with their own number and title in place of the others'."""
        if not text or is_alone(self._petition, self._file):
            return text
        if self._to is None:
            self._to = Addressed.of(self._petition, self._file)
        return copy_for(self._to, text, self._file)


def copy_for(to: Addressed, text: str, file: File) -> str:
    """The words of a letter of the matter as they go to one of its several petitioners. ``file``: as they may read it."""
    mine, every = to.petition.number, brought_to(file)
    for tongue in _TONGUES:
        for opening in _openings(tongue):
            text = _with_own(text, opening, tongue, to, every)
    text = _about(mine, to.title, {number: to.titles.get(number, "") for number in every - {mine}}, text)
    text = _on_own_day(text, to, file)
    if below := file.state.about and number_below(to.petition, file.state):
        own = next(iter(texts_named([below], 1, "title").values()), "")
        others = {file.state.about} - {below}
        text = _about(below, own, texts_named(others, 1, "title") if others else {}, text)
    return greeted_for(to, text)


def greeted_for(to: Addressed, text: str) -> str:
    """The words with this petitioner at their head where nobody is named there."""
    return "\n".join(_greeted(text, to))


def _about(mine: str, title: str, others: Mapping[str, str], text: str) -> str:
    """With one's own number and title in place of those petitions'."""
    for number in others:
        text = _written(number).sub(mine, text)
    text = re.sub(rf"{mine}(?:{_AND}{mine})+", mine, text)
    for theirs in sorted(filter(None, others.values()), key=len, reverse=True):
        text = _named(theirs, title).sub(lambda found: _turned(found, title), text)
    quoted = re.escape(f"“{title}”")
    return re.sub(rf"{quoted}(?:{_AND}{quoted})+", f"“{title}”", text)


def _named(title: str, own: str) -> re.Pattern[str]:
    """The title between quotes; a long one wherever it stands, for it is nothing else. One's ``own`` may hold it: it stays."""
    words = _GAP_IN.join(_either(sign) for sign in title if not sign.isspace())
    shape = _shape(words, len(title))
    if len(own) < len(title):  # theirs may begin with one's own
        return re.compile(shape)
    return re.compile(rf"{_OPEN}?{re.escape(own)}|{shape}")


def _turned(found: re.Match[str], own: str) -> str:
    """One's own title in place of what was found; what was one's own already stays."""
    return found[0] if found[1] is None else f"{found[1]}{own}{found[2]}"


def _shape(words: str, length: int) -> str:
    """A title of so many signs as a pattern, with what stands around it between the quotes as groups."""
    if length >= _LONG:
        return rf"(){words}()"
    return rf"({_OPEN}[^“”《》「」\n]{{0,6}}?){words}([^“”《》「」\n]{{0,6}}?{_CLOSE})"


def _either(sign: str) -> str:
    """The sign as a pattern: a simplified one stands for the traditional ones, too."""
    plain = SIMPLIFIED.get(ord(sign), sign)
    every = plain + TRADITIONAL.get(plain, "")
    return f"[{re.escape(every)}]" if len(every) > 1 else re.escape(every)


def _on_own_day(text: str, to: Addressed, file: File) -> str:
    """Where a clause says when their petition came, that is their own day, not another's of the matter."""
    mine = to.petition.number
    own = local_date(to.petition.received_at)
    moments = {one.received_at for one in file.petitions if one.number != mine} | {file.state.received_at}
    theirs = written_days.written({local_date(moment) for moment in moments} - {own})
    if theirs is None:
        return text
    title = re.compile(_shape(re.escape(to.title), len(to.title)))

    def of_this(part: str) -> bool:
        """Whether the clause says of their petition when it came."""
        named = mine in part or bool(title.search(part))
        return any(brought.search(part) or (taken.search(part) and named) for brought, taken in _SAID_TO_COME)

    def turned(line: str) -> str:
        if not (mine in line or title.search(line)):
            return line
        return "".join(
            theirs.sub(lambda found: written_days.as_written(found[0], own), part) if of_this(part) else part
            for part in _CLAUSES.split(line)
        )

    return "\n".join(map(turned, text.split("\n")))


def _written(number: str) -> re.Pattern[str]:
    """The number however it is written: with whatever between its figures, of full width, without county or last figure."""
    figures = [f"[{sign}{chr(ord(sign) + _WIDER)}]" for sign in number if sign.isdecimal()]
    county, rest, last = figures[:_COUNTY], figures[_COUNTY:-1], figures[-1]
    begun = rf"(?:{_DASH.join(county)}{_DASH}|(?<!\d[-—–]))"
    return re.compile(rf"(?<!\d){begun}{_DASH.join(rest)}(?:{_DASH}{last})?(?!\d)")


def _openings(tongue: Tongue) -> Iterator[str]:
    """How a letter says whose petition it answers, in the county's own words and the house's, up to its number."""
    for one in (letters_of.own(tongue, letters_of.worded()), tongue):
        pieces = (
            one.hello, one.hello_tip_off, one.hello_review, one.hello_request, one.hello_withdrawn,
            one.hello_request_withdrawn, one.extended,
        )  # fmt: skip
        for piece in pieces:
            said, number, _end = piece.split("\n")[-1].partition(_NUMBER)
            if number:
                yield said + number


def _pattern(opening: str) -> re.Pattern[str]:
    """What the opening looks like in a letter, its places filled in."""
    seen: set[str] = set()
    found = []
    for n, part in enumerate(_PLACE.split(opening)):
        if not n % 2:
            found.append(re.escape(part))
        elif part in seen:
            found.append(f"(?P={part})")
        else:
            found.append(f"(?P<{part}>{_KEPT[part]})" if part in _KEPT else _PLACES.get(part, "."))
            seen |= {part} & _KEPT.keys()
    return re.compile("".join(found))


def _with_own(text: str, opening: str, tongue: Tongue, to: Addressed, every: AbstractSet[str]) -> str:
    """With their own day, title and number where the opening names a petition of this matter; others it speaks of stay."""
    opened = _pattern(opening)
    came = local_date(to.petition.received_at)
    with override(tongue.code):
        day = when.day(came)

    def said(found: re.Match[str]) -> str:
        if found["number"] not in every:
            return found[0]
        theirs = found.groupdict() | {"title": to.title, "number": to.petition.number}
        if "received" in theirs:
            theirs["received"] = written_days.as_written(theirs["received"], came) or day
        return opening.format(**theirs)

    return "\n".join(
        opened.sub(said, line) if len(line) <= _LONGEST and any(number in line for number in every) else line
        for line in text.split("\n")
    )


def _greeted(text: str, to: Addressed) -> Iterator[str]:
    """Line by line: whoever is greeted at the head of each language is this petitioner, also where nobody is named."""
    before = "?"
    for line, lang in lawful.lines_by_language(text):
        head, before = bool(line.strip()) and lang[:2] not in ("", before), lang[:2] or before
        tongue = _TONGUES[1] if lang.startswith("ko") else _TONGUES[0]
        found = _GREETING.match(line) if head and lawful.greets(line) else None
        open_yet = found and (SOMEBODY in found[0] or GAP in found[0])
        if found and (open_yet or found[0].strip() == tongue.addressee):
            yield to.greeting(tongue) + line[found.end() :]
        else:
            yield line
