"""Files of transfers: the results as their senders want them, the template of a batch, the rows that couldn't be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.transfers import transfers_for
from huiyin.rooms.cases.unnaming import Reader, known_in
from huiyin.rooms.county.actions import note_change
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.dossier.queries import states, units_at
from huiyin.rooms.intake.transfers import taking
from huiyin.rooms.intake.transfers.columns import EXAMPLE, SPELLINGS, Column
from huiyin.rooms.intake.transfers.models import RowState
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Rated
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, staff
from huiyin.web.desk.batch import ticked
from huiyin.web.desk.transfer_batch import sentence
from huiyin.web.desk.transfers import choice_of, sender_name
from huiyin.web.shared import county
from huiyin.web.shared.sheets import Cell, sheet
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_ROWS = 5_000
_PORTION = 100
_REPORT_WIDTHS = (24, 26, 18, 13, 24, 12, 18, 60, 13, 12, 13)
#: The reason beside each bad row; a column that is called so is nobody's when the file comes again.
REASON = "未登记原因"


def _headings() -> list[str]:
    return [
        _("Number at the sender"), _("Our number"), _("Passed on to us by"), _("Accepted on"), _("Unit in charge"), _("State"),
        _("Outcome"), _("Answer"), _("Delivered on"), _("Satisfaction"), _("Result wanted by"),
    ]  # fmt: skip


@require_safe
@staff
def report_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The results of the transfers that are ticked (``m``), else of all of the choice.

    Only what the person sees; nobody's name; that it was taken along is noted.
    """
    who, now = actor(request), timezone.now()
    if not menu.passes_on(who):
        raise PermissionDenied
    chosen = choice_of(request)
    note_change("export", who.key, {"list": chosen.link("transfers"), "as": kind}, by=who, now=now)
    rows = transfers_for(who, chosen.wanted())
    if picked := ticked(request, most=PAGE):
        rows = rows.filter(petition__matter__in=picked)
    rows = rows[:MOST_ROWS]
    name = f"huiyin-transfers-{local_date(now):%Y%m%d}"
    return sheet(kind, name, _headings(), _results(rows, who), widths=_REPORT_WIDTHS)


def _results(rows: Any, who: Actor) -> Iterator[Sequence[Cell]]:
    """Portion by portion: the dossiers of a hundred matters, and the words of their answers."""
    portion: list[Transfer] = []
    for row in rows.iterator(_PORTION):
        portion.append(row)
        if len(portion) == _PORTION:
            yield from _portion(portion, who)
            portion = []
    yield from _portion(portion, who)


def _portion(rows: list[Transfer], who: Actor) -> Iterator[Sequence[Cell]]:
    known = states({row.petition.matter_id for row in rows})
    answers = {
        number: state.opinion.text_seq for number, state in known.items() if _issued(state) and state.opinion
    }
    words = SealedText.objects.filter(number__in=list(answers), seq__in=set(answers.values()), name="text")
    texts = {(text.number, text.seq): text.text for text in words}
    kept = [number for number, state in known.items() if in_confidence(state.confidential, state.desk, who)]
    reader, units = Reader(who, known_in(kept)), units_at(at for at in texts if at[0] in kept)
    for row in rows:
        number = row.petition.matter_id
        at = (number, answers.get(number, 0))
        yield _result(row, known[number], reader.read(number, texts.get(at) or "", unit=units.get(at, "")))


def _issued(state: MatterState) -> bool:
    return state.opinion is not None and state.opinion.issued_at is not None


def _result(row: Transfer, state: MatterState, text: str) -> list[Cell]:
    stay = state.rounds[-1] if state.rounds else None
    unit = state.owner or (stay.holder if stay else state.desk)
    opinion = state.opinion if _issued(state) else None
    reached = [
        d.at
        for d in state.deliveries
        if opinion and d.opinion == opinion.n and d.reached and d.petition == row.pk
    ]
    said = [
        rating.score for rating in state.ratings
        if opinion and rating.petition == row.pk and rating.rated is Rated.UNIT and rating.opinion in (0, opinion.n)
    ]  # fmt: skip
    accepted = stay.accepted_at if stay else None
    day: date | None = row.due_on
    return [
        row.foreign, row.pk, sender_name(row), local_date(accepted) if accepted else "", county.unit_name(unit),
        word(Status(state.status)), word(opinion.outcome) if opinion else "", text,
        local_date(max(reached)) if reached else "", word(said[-1]) if said else "", day or "",
    ]  # fmt: skip


# -- batches -----------------------------------------------------------------------------------------------------------------

_EXAMPLE = {
    Column.FOREIGN: "ZS202603010001", Column.PASSED_ON: "2026-03-02", Column.DUE: "2026-04-30", Column.NAME: EXAMPLE,
    Column.ID_NUMBER: "", Column.PHONE: "19900001234", Column.ADDRESS: "春阳镇河西村三组", Column.PERSONS: "1",
    Column.TITLE: "饮水问题", Column.TEXT: "家里三天没有自来水，请帮助解决。", Column.PLACE: "春阳镇", Column.CATEGORY: "供水",
}  # fmt: skip
_TEMPLATE = [column for column in Column if column is not Column.RECEIVED]


@require_safe
@staff
def template_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty batch with its heading and one example; the columns are text, so that long numbers stay whole."""
    if not actor(request).may(Permission.REGISTER):
        raise PermissionDenied
    headings = [SPELLINGS[column][0] for column in _TEMPLATE]
    widths = [40 if column is Column.TEXT else 18 for column in _TEMPLATE]
    return sheet(
        kind, "huiyin-transfers-template", headings, [[_EXAMPLE[c] for c in _TEMPLATE]], widths=widths
    )


@require_safe
@staff
def bad_file(request: HttpRequest, batch: int, kind: str) -> HttpResponseBase:
    """The rows that weren't registered, as they came, with the reason beside each: to be mended and sent again."""
    user: Any = request.user
    found = taking.batch_of(user, batch, now=timezone.now())
    if found is None or not actor(request).may(Permission.REGISTER):
        raise Http404
    note_change(
        "export", user.key, {"list": "transfers_bad", "as": kind}, by=actor(request), now=timezone.now()
    )
    old = taking.headings_of(found)
    headings = [heading for heading in old if heading != REASON]
    return sheet(
        kind,
        f"huiyin-transfers-bad-{found.pk}",
        [*headings, REASON],
        _bad(found, old),
        widths=[18] * len(headings) + [60],
    )


def _bad(batch: Any, headings: list[str]) -> Iterator[Sequence[Cell]]:
    for row in batch.rows.filter(state=RowState.BAD).order_by("line").iterator(500):
        cells = taking.cells_of(row)
        kept = [cell for heading, cell in zip(headings, cells, strict=False) if heading != REASON]
        kept += [""] * (len([heading for heading in headings if heading != REASON]) - len(kept))
        yield [*kept, "；".join(sentence(problem) for problem in taking.problems_of(row))]
