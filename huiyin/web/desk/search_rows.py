"""What was found, as rows: the matter's clock and state, and the words around the hit with the hit marked. Ready HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.searching import Hit, Said
from huiyin.rules.calendar import local_date
from huiyin.rules.finding import Query
from huiyin.rules.tokens import composed, fold, spans
from huiyin.rules.vocabulary import Channel, Status
from huiyin.web.desk.work_rows import marks
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import word

#: Characters before and behind a hit, and the most that is shown of one text.
_BEFORE, _LONG = 30, 130

_ROW = (
    '<tr role="row"><td role="cell" class="hy-nowrap">{due}</td>'
    '<td role="cell" class="hy-title"><a href="/desk/matter/{number}/" lang="{lang}">{title}</a>{marks}'
    '{snippet}<div class="hy-small hy-soft"><span class="hy-number">{number}</span> {facts}</div></td>'
    '<td role="cell">{state}</td><td role="cell" class="hy-small">{unit}</td></tr>\n'
)


def html(hits: Sequence[Hit], query: Query, *, today: date) -> SafeString:
    """The rows; whatever people wrote or named is escaped here."""
    return mark_safe("".join(_row(hit, query, today) for hit in hits))  # noqa: S308  see _row


def _row(hit: Hit, query: Query, today: date) -> str:
    matter, wanted = hit.matter, list(query.wanted)
    said = hit.title
    title = _("(erased as the law provides)") if said is None else composed(said)
    came = when.short_day(local_date(matter.registered_at), today)
    place = county.place_name(matter.place) if matter.place else ""
    facts = " · ".join(part for part in (word(Channel(matter.channel)), came, place) if part)
    return _ROW.format(
        due=_due(matter, today) if matter.is_open else _closed(matter, today),
        number=escape(matter.number),
        title=title_marked(title, wanted) if said is not None else escape(title),
        lang=lang_of(title),
        marks=marks(matter, hit.back),
        snippet=_snippet(hit.texts, wanted),
        facts=escape(facts),
        state=badges.state(Status(matter.status)),
        unit=escape(county.holder_name(matter.owner_id or matter.holder_id or matter.desk_id)),
    )


def _closed(matter: Matter, today: date) -> str:
    """When it was closed; nothing of what goes on in another matter."""
    if matter.closed_at is None:
        return ""
    day = when.short_day(local_date(matter.closed_at), today)
    told = _("closed on %(day)s") % {"day": day}
    return f'<span class="hy-due">{escape(told)}</span>'


def _due(matter: Matter, today: date) -> str:
    return (
        f'{badges.nearest(matter, today)} <span class="hy-due">{escape(badges.until(matter, today))}</span>'
    )


def title_marked(title: str, wanted: list[str]) -> str:
    """The whole title with the hits marked."""
    return marked(title, spans(title, wanted), 0, len(title))


def marked(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """A piece of the text, escaped, with the hits in it marked."""
    made: list[str] = []
    at = start
    for low, high in hits:
        if high <= start or low >= end:
            continue
        first, last = max(low, start), min(high, end)
        made += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return "".join(made) + escape(text[at:end])


def _snippet(texts: Sequence[Said], wanted: list[str]) -> str:
    """The text that says most of the words, around its first hit; where only the title says them, how the petition begins."""
    told = [one for one in texts if one[1] != "title"]
    if not told:
        return ""
    seq, name, text = max(told, key=lambda one: _words_in(fold(one[2]), wanted))
    text = composed(text)
    hits = spans(text, wanted)
    start = max(0, hits[0][0] - _BEFORE) if hits else 0
    end = min(len(text), start + _LONG)
    piece = ("…" if start else "") + marked(text, hits, start, end) + ("…" if end < len(text) else "")
    label = f"{escape(_label(name))} · " if name != "text" and hits else ""
    if name == "inside":
        called = next((one[2] for one in texts if one[:2] == (seq, "file")), "")
        label = f"{escape(_label(name))} <strong>{escape(called)}</strong> · "
    return f'<div class="hy-small">{label}<span lang="{lang_of(text)}">{piece}</span></div>'


def _words_in(folded: str, wanted: list[str]) -> int:
    return sum(word in folded for word in wanted)


def _label(name: str) -> str:
    """Which kind of words it is."""
    labels = {
        "reason": pgettext("found in", "Reason"),
        "remark": pgettext("found in", "Remark"),
        "party": pgettext("found in", "Party"),
        "proof": pgettext("found in", "Proof"),
        "foreign": pgettext("found in", "Number elsewhere"),
        "file": pgettext("found in", "File"),
        "inside": pgettext("found in", "In the file"),
    }
    return labels.get(name, name)
