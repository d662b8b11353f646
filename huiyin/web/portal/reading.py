"""The letters of a matter as its petitioner reads them on the page: the answer, and the notice that it is handled.

Of a letter in two languages the page's own stands first; where both say the same, the other is folded below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.state import Opinion
from huiyin.rules.vocabulary import Outcome, Stage
from huiyin.web.portal.after import changed_by_others, counts
from huiyin.web.portal.belonging import elsewhere
from huiyin.web.portal.standing import earlier, revoked, taken_back, takes_up_again
from huiyin.web.shared import county, when
from huiyin.web.shared.organs import decides
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.lawful import by_language
from huiyin.web.shared.papers.letter import Letter
from huiyin.web.shared.papers.void import said_of, void
from huiyin.web.shared.words import decided, language, word

Blocks = tuple[tuple[str, str], ...]


#: The same said in two languages differs less than so many times in length.
_MUCH = 3


@dataclass(frozen=True, slots=True)
class Read:
    """A letter on the page. ``blocks``: its lines by the language that they are set and read aloud in.

    ``other``: what the page's reader has twice, in the other language, with the word that opens it. ``past``: it holds no more.
    ``note``: that it is older than the petition, or than its joining. ``void``: why and since when it holds no more.
    """

    heading: str
    line: str
    blocks: Blocks
    other: tuple[tuple[str, str, str], ...] = ()
    past: bool = False
    note: str = ""
    void: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that doesn't hold any more; ``key``: by which it can be kept, empty where its words were erased."""

    key: str
    read: Read


def answer(petition: Petition, file: File) -> Read | None:
    """The written answer, once issued, as it goes to this petitioner."""
    opinion = file.state.opinion
    if opinion is None or opinion.issued_at is None:
        return None
    found = letter.answer(file, petition)
    confirms = found is not None and opinion.outcome is Outcome.WITHDRAWN
    heading = found.name(language()) if found and confirms else _("The answer")
    if revoked(file.state):
        heading = _("The earlier answer, which doesn't hold any more")
    elif counts(petition, file) or changed_by_others(petition, file):
        heading = (
            _("The earlier answer, changed since")
            if file.state.stage is Stage.FIRST
            else _("The earlier decision, changed since")
        )
    return _answer(petition, heading, opinion, found, file)


def earlier_answers(petition: Petition, file: File, others: Iterable[File]) -> tuple[Earlier, ...]:
    """The answers that went out while this petition was in a matter and don't hold for it any more, the last one first.

    They were revoked, or were given in one of the ``others``, which the petition has parted from again.
    """
    heading = _("The earlier answer, which doesn't hold any more")
    told = []
    for there, opinion in earlier(petition, file, others):
        found = _letter_of(petition, there, opinion)
        key = _key(opinion) if found else ""
        told.append(Earlier(key, _answer(petition, heading, opinion, found, there)))
    return tuple(told)


def earlier_letter(petition: Petition, file: File, key: str) -> tuple[Letter, File] | None:
    """One of them as a letter, to be kept, with the file that it stands in; None if there is none such."""
    for there, opinion in earlier(petition, file, elsewhere(petition, file)):
        if _key(opinion) == key and (found := _letter_of(petition, there, opinion)):
            return found, there
    return None


def _key(opinion: Opinion) -> str:
    """When it was issued: told of nobody else's matter, whose number stands in no address."""
    return f"{opinion.issued_at:%Y%m%d%H%M%S%f}" if opinion.issued_at else ""


def _letter_of(petition: Petition, file: File, opinion: Opinion) -> Letter | None:
    found = next((one for one in letter.letters(file) if one.text_seq == opinion.text_seq), None)
    return letter.copy(found, petition, file) if found else None


def _answer(petition: Petition, heading: str, opinion: Opinion, found: Letter | None, file: File) -> Read:
    line = _("Issued on %(day)s · %(outcome)s") % {
        "day": when.day(local_date(opinion.issued_at)) if opinion.issued_at else "",
        "outcome": decided(Outcome(opinion.outcome), file.state.stage),
    }
    line = " · ".join((line, *_reviewed(petition, opinion, found, file)))
    signed = file.state.stage is not Stage.FIRST or opinion.outcome is Outcome.WITHDRAWN
    above = _whose(opinion, found, file) if signed else ""
    gone = (
        void(found, file, petition, below=False) if found else None
    )  # what fell below, the page's head says
    text = found.text if found else _("(erased as the law provides)")
    said = file.texts.get((opinion.text_seq, "text")) or text
    read = _read(heading, f"{above} · {line}" if above else line, text, said)
    return replace(read, note=found.note if found else "", void=gone.said() if gone else "")


def _whose(opinion: Opinion, found: Letter | None, file: File) -> str:
    """Who signs it; of a decision whose words were erased, who decides."""
    if found is not None:
        return letter.signed(found, file)
    return decides(file) if opinion.route is None else ""


def _reviewed(petition: Petition, opinion: Opinion, found: Letter | None, file: File) -> Iterator[str]:
    """What reviews and rechecks have said of this answer, in a few words each, as its head tells it.

    Of what somebody else asked for only that it changed the answer or took it away: the rest is between those two.
    """
    for one in said_of(opinion, found.seq if found else opinion.text_seq, file, petition):
        day = {"day": when.day(local_date(one.entry.at))}
        if one.outcome is Outcome.WITHDRAWN:  # nothing was said of it
            continue
        if one.own:
            said = day | {"stage": word(one.stage), "outcome": decided(one.outcome, one.stage)}
            yield _("%(stage)s of %(day)s: %(outcome)s") % said
        elif one.outcome is Outcome.CHANGED:
            yield _("Changed on %(day)s, upon somebody else's request for review") % day
        elif one.outcome is Outcome.REVOKED:
            yield _("Revoked on %(day)s, upon somebody else's request for review") % day


def noticed(petition: Petition, file: File) -> Letter | None:
    """The notice of acceptance as a letter to this petitioner; None where none was told. A query more for a joined one."""
    return letter.acceptance(file, petition)


def notice(petition: Petition, file: File) -> Read | None:
    """The same on the page."""
    found = noticed(petition, file)
    if found is None:
        return None
    line = " · ".join(
        filter(None, (county.public_name(found.unit, found.at), when.day(local_date(found.at))))
    )
    again = max((entry.at for entry in file.entries if takes_up_again(entry)), default=None)
    before = again is not None and found.at < again
    heading = (
        _("The earlier notice that your matter is handled")
        if before
        else _("The notice that your matter is handled")
    )
    told = _read(heading, line, found.text, found.text)
    return replace(told, past=before or taken_back(petition, file.state))


def in_tongues(text: str) -> Read:
    """A text for everybody by its languages: what says it twice shows the reader's own, the other is folded."""
    return _read("", "", text, text)


def _read(heading: str, line: str, text: str, said: str) -> Read:
    """``said``: what was written, without what the law adds.

    Only what says it twice may be folded; a part that says less than the other only comes first where it is the page's own.
    """
    blocks, written = by_language(text), by_language(said)
    own = [block for block in blocks if block[0][:2] == language()[:2]]
    if len(blocks) != 2 or len(own) != 1 or len(written) != 2:
        return Read(heading, line, blocks)
    if not _says_it_twice(written):
        return Read(heading, line, tuple(sorted(blocks, key=lambda block: block not in own)))
    words = {"zh": _("In Chinese"), "ko": _("In Korean")}
    other = tuple((words.get(lang[:2], ""), lang, said) for lang, said in blocks if (lang, said) not in own)
    return Read(heading, line, tuple(own), other)


def _says_it_twice(written: Blocks) -> bool:
    """Whether both languages say all of it: one that says a third of the other says a part, e.g. a greeting."""
    lengths = sorted(len(words.strip()) for _lang, words in written)
    return _MUCH * lengths[0] >= lengths[1]
