"""A matter's whole file (卷宗) on paper, and each letter of it: what the matter's page shows to this person, no more.

Names, phones and addresses are masked here always: in full they are shown on the screen, for a reason, and not carried along.
That somebody took a file along stands among the county's changes, as for a list; the dossier itself grows by acts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import theirs
from huiyin.rooms.county.actions import note_change
from huiyin.rooms.county.queries import law
from huiyin.web.desk import around, file_pictures, involved, named, pages, reviewing, timeline
from huiyin.web.desk.access import actor, matter_or_404, staff
from huiyin.web.desk.opened import Opened, for_paper, opened
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.parts import Contents, Facts, Heading, Paper, Part, Table, Words
from huiyin.web.shared.papers.sending import send, unmarked
from huiyin.web.shared.papers.void import void
from huiyin.web.shared.timeline import Item
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

#: So many petitioners' own copies of a letter are listed; of more each is had by its number in the address.
MOST_COPIES = 40


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter of the matter beside its files; ``copies``: number and address of each one's own where several are answered.

    ``mark``, ``gone``: in a few words and as a sentence that it doesn't hold any more, or not as it stands.
    """

    url: str
    word_url: str
    name: str
    line: str
    copies: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    gone: str = ""


def links(read: Opened) -> list[LetterLink]:
    """The letters that went out, each to be printed; an answer that holds no more is marked."""
    return [_link(one, read) for one in letter.letters(read.file)]


def _link(one: letter.Letter, read: Opened) -> LetterLink:
    at = f"/desk/matter/{read.file.state.number}/letter/{one.seq}"
    gone = void(one, read.file, below=False)  # what fell below, the page's head says
    return LetterLink(
        f"{at}.pdf",
        f"{at}.docx",
        one.name(language()),
        f"{county.unit_name_at(one.unit, one.at)} · {when.moment(one.at)}",
        () if read.kept else _copies(read.file, one, f"{at}.pdf"),
        badges.fallen(gone.brief()) if gone else "",
        reviewing.fallen(gone, read.names) if gone else "",
    )


def _copies(file: File, of: letter.Letter, url: str) -> tuple[tuple[str, str], ...]:
    """Each petitioner's own copy of a letter, where several are in the matter; of very many the first ones."""
    if len(file.petitions) == 1:
        return ()
    numbers = [one.number for one in file.petitions if letter.is_for(one, of, file)]
    return tuple((one, f"{url}?of={one}") for one in numbers[:MOST_COPIES])


@require_safe
@staff
def letter_file(request: HttpRequest, number: str, seq: int, kind: str) -> HttpResponse:
    """One letter as PDF, to be signed and handed over, or as Word, to go on in. 404 where the entry sent none.

    ``?of=``: the copy of whoever brought this petition of the matter, to them by name; where nobody else ever was in it the
    letter itself greets them so. 404 where it isn't in it or the letter wasn't for them, and for whoever mustn't know who
    speaks.
    """
    matter, who = matter_or_404(request, number), actor(request)
    read, of = opened(matter.number, who), request.GET.get("of", "")
    file = read.file
    found = next((one for one in letter.letters(file) if one.seq == seq), None)
    if found is None:
        raise Http404
    if not of:
        to = None if read.kept else letter.addressed(found, file)
        made = letter.paper(to or found, file, void=_void(found, file))
        return send(made, kind, f"{found.title(language())}-{matter.number}-{seq}")
    petition = next((one for one in file.petitions if one.number == of), None)
    if petition is None or read.kept or not letter.is_for(petition, found, file):
        raise Http404
    file = theirs(petition, file)
    found = next(one for one in letter.letters(file) if one.seq == seq)
    return send(
        letter.paper(letter.copy(found, petition, file), file, number=of, void=_void(found, file)),
        kind,
        f"{found.title(language())}-{of}-{seq}",
    )


def _void(found: letter.Letter, file: File) -> Callable[[], str] | None:
    """What a letter that holds no more bears at its head; no review's number, which not everybody here may know."""
    gone = void(found, file)
    return gone.said if gone else None


@require_safe
@staff
def whole_file(request: HttpRequest, number: str) -> HttpResponse:
    """The whole file as PDF for whoever may see the matter; who took it along, and when, stands at its foot."""
    matter, who, now = matter_or_404(request, number), actor(request), timezone.now()
    note_change("export", who.key, {"file": matter.number, "as": "pdf"}, by=who, now=now)
    made = paper(for_paper(opened(matter.number, who)), taken_by=who.name, now=now)
    return send(made, "pdf", f"huiyin-{matter.number}")


# -- the paper ----------------------------------------------------------------------------------------------------


def paper(read: Opened, *, taken_by: str, now: datetime) -> Paper:
    """The file as a paper, as it stands at ``now``."""
    parts: list[Part] = [
        *_cover(read, now),
        Contents(_("Contents")),
        *_brought(read),
        *_letters(read),
        *_involved(read),
        *_terms(read, now),
        *_around(read, now),
        *_story(read),
        *_papers(read),
        *file_pictures.parts(read),
        *_proof(read),
    ]
    number = read.file.state.number
    foot = _("%(number)s · taken along by %(who)s on %(when)s") % {
        "number": number, "who": taken_by, "when": when.moment(now),
    }  # fmt: skip
    return Paper(_("File of the matter"), parts, language(), number, foot)


def _cover(read: Opened, now: datetime) -> Iterator[Part]:
    head = pages.head(read.file, read.names, now=now, may_unmask=False)
    pairs = [(_("Title"), head.title), *((label, unmarked(value)) for label, value in head.facts)]
    pairs.append((_("In charge"), "\n".join(filter(None, (head.owner, head.officer, unmarked(head.until))))))
    desk = read.names.unit(read.file.state.desk)
    pairs.append((_("Taken in by"), desk))
    stuck = around.why_stuck(read.file.state, law(), now=now)
    pairs += [(kind, why) for kind, why in stuck]
    yield Facts(pairs)


def _brought(read: Opened) -> Iterator[Part]:
    file = read.file
    yield Heading(_("What was brought"))
    shown = pages.petitions(read, full=False)
    if not shown:
        yield Words(_("What was brought stands in the matter that this one goes on in."))
    for n, (row, view) in enumerate(zip(file.petitions, shown, strict=True), start=1):
        if len(shown) > 1:
            yield Heading(_("Petition %(n)s") % {"n": n}, 2)
        facts = [(label, unmarked(value)) for label, value in (*view.facts, *view.person)]
        yield Facts(facts)
        yield Words(view.text)
        people = [] if read.kept else read.along.get(row.number, [])
        if people:
            heading = ngettext("%(n)s more person named", "%(n)s more people named", len(people))
            said = [unmarked(named.one(party, full=False)) for party in people]
            yield Words("\n".join((heading % {"n": len(people)}, *said)), small=True)


def _letters(read: Opened) -> Iterator[Part]:
    """All letters that went out as they were issued, in their order: notice of acceptance, extension, answers."""
    found = letter.letters(read.file)
    if found:
        yield Heading(_("Letters and answers"))
    for one in found:
        yield Heading(one.name(language()), 2)
        yield Words(
            _("Issued %(when)s, entry %(seq)s") % {"when": when.moment(one.at), "seq": one.seq}, small=True
        )
        if gone := void(one, read.file):
            yield Words(gone.said(), flush=True, mark=True)
        yield from letter.body(one, read.file)


def _involved(read: Opened) -> Iterator[Part]:
    yield Heading(_("People and units involved"))
    rows = [(one.role, one.who, one.line) for one in involved.people(read)]
    yield Table((_("As what"), _("Who"), _("When")), rows, widths=(1.8, 3, 4.6))


def _terms(read: Opened, now: datetime) -> Iterator[Part]:
    running = pages.running_clocks(read.file, read.names, law(), now=now)
    over = pages.past_clocks(read.file, read.names)
    if not running and not over:
        return
    yield Heading(_("Terms"))
    head = (_("Term"), _("Whose, until when"), _("State"), _("How this date was reached"))
    if running:
        rows = [(c.word, c.line, unmarked(c.badge), "\n".join(c.steps)) for c in running]
        yield Table(head, rows, widths=(2, 3, 1.6, 5))
    if over:
        past = [(c.word, c.line, unmarked(c.badge)) for c in reversed(over)]
        yield Table(head[:3], past, widths=(2, 5, 1.6), caption=_("Terms that have ended"))


def _around(read: Opened, now: datetime) -> Iterator[Part]:
    for section in around.sections(read.file, read.names, now=now):
        yield Heading(section.heading)
        pairs: list[tuple[str, str]] = []
        for piece in section.pieces:
            lines = [" · ".join(filter(None, (unmarked(piece.badge), unmarked(piece.line))))]
            lines += [_labelled(said.label, said.text) for said in piece.words]
            if piece.named:
                lines.append(_labelled(_("Files"), _("; ").join(piece.named)))
            pairs.append((unmarked(piece.head), "\n".join(filter(None, lines))))
        yield Table((_("What"), _("Said and done")), pairs, widths=(1, 3))


def _story(read: Opened) -> Iterator[Part]:
    """Every entry, the oldest first. Words of a letter stand above and aren't told twice."""
    file = read.file
    items = reversed(timeline.items(file, read.names, url=""))
    above = {one.text_seq for one in letter.letters(file) if one.text_seq}
    rows = [
        (str(entry.seq), item.at, item.who, _told(item, above=entry.seq in above))
        for entry, item in zip(file.entries, items, strict=True)
    ]
    yield Heading(_("What happened"))
    yield Table((_("No."), _("When"), _("Who"), _("What")), rows, frozenset({0}), widths=(0.8, 2, 2.2, 6))


def _told(item: Item, *, above: bool) -> str:
    lines = [item.word, *(_labelled(label, unmarked(value)) for label, value in item.facts)]
    for said in item.texts:
        text = _("(erased as the law provides)") if said.erased else said.text
        text = _("stands above, among the letters") if above and not said.erased else text
        lines.append(_labelled(said.label, text))
    return "\n".join(lines)


def _labelled(label: str, words: str) -> str:
    return _("%(label)s: %(words)s") % {"label": label, "words": words} if label else words


def _papers(read: Opened) -> Iterator[Part]:
    found = pages.papers(read.file, timeline.paper_names(read.file.texts))
    if found:
        yield Heading(_("Files"))
        rows = [(str(n), one.name, one.line) for n, one in enumerate(found, start=1)]
        yield Table((_("No."), _("File"), _("Size, when it came")), rows, frozenset({0}), widths=(0.8, 5, 4))


def _proof(read: Opened) -> Sequence[Part]:
    entries = read.file.entries
    told = _("Each entry is chained to the one before; nothing in it can be changed afterwards.")
    seals = [bytes(entry.hash).hex() for entry in (entries[0], entries[-1])]
    return (
        Heading(_("Proof of the record")),
        Facts(
            [
                (_("Entries"), str(len(entries))),
                (_("Seal of the first entry"), seals[0]),
                (_("Seal of the last entry"), seals[1]),
            ]
        ),
        Words(told, small=True),
    )
