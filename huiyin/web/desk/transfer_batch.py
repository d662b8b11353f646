"""A batch file of transfers: looked through row by row, confirmed, registered by the worker; bad rows come back mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.transfers import numbers_seen
from huiyin.rooms.intake.rows import Unreadable
from huiyin.rooms.intake.transfers import taking
from huiyin.rooms.intake.transfers.checking import Problem, Row
from huiyin.rooms.intake.transfers.columns import Column
from huiyin.rooms.intake.transfers.models import KEPT_FOR, RowState, TransferBatch, TransferRow
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import mask_name
from huiyin.rules.roles import Permission
from huiyin.rules.senders import LONGEST_ORGAN, Sender
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared import county, sayings, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused, radios, whole
from huiyin.web.shared.forms import OneOf, Text, problems, refusal, view
from huiyin.web.shared.page import lang_of, private, render, see
from huiyin.web.shared.words import labels, language, word

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/transfers/batch/"
PAGE = 50


class SenderForm(forms.Form):
    """Who passed it on; another organ by its name."""

    sender = OneOf(lambda: {sender.value for sender in Sender})
    organ = Text(most=LONGEST_ORGAN, required=False)

    def clean(self) -> dict[str, Any]:
        """Another organ has a name; the others need none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("sender") == Sender.OTHER and not said.get("organ") and "organ" not in self.errors:
            self.add_error("organ", refusal("missing"))
        return said


@only(["GET", "HEAD", "POST"])
@staff
def upload_page(request: HttpRequest) -> HttpResponse:
    """The form for a file, and its sending: 303 to the batch. The same file again leads to the same batch."""
    if not actor(request).may(Permission.REGISTER):
        raise PermissionDenied
    if request.method != "POST":
        return _upload(request, SenderForm())
    form, file = SenderForm(request.POST), request.FILES.get("file")
    if file is None:
        return _upload(request, form, error=sayings.say(Refused("missing")), status=422)
    if not form.is_valid():
        return _upload(request, form, error=_("Please choose the file again."), status=422)
    said, user = form.cleaned_data, request.user
    organ = said["organ"] if said["sender"] == Sender.OTHER else ""
    try:
        batch = taking.receive(
            cast("BinaryIO", file.file), name=file.name or "", size=file.size or 0, sender=Sender(said["sender"]), organ=organ,
            user=user, now=timezone.now(),  # type: ignore[arg-type]
        )  # fmt: skip
    except Unreadable as no:
        return _upload(request, form, error=sayings.say(Refused(no.reason, params=no.params)), status=422)
    return see(f"{PATH}{batch.pk}/")


def _upload(request: HttpRequest, form: SenderForm, *, error: str = "", status: int = 200) -> HttpResponse:
    pairs = [(sender.value, text) for sender, text in labels(Sender, language()).items()]
    user: Any = request.user
    fields = focused(
        [
            view(form, "sender", sayings.label("sender"), kind="radio", start=Sender.PREFECTURE.value,
                 listed=lambda value: radios("sender", pairs, value)),
            view(form, "organ", sayings.label("organ"), help=_("Only for another organ.")),
            FieldView("file", _("File"), kind="file", error=error, help=_("Excel (.xlsx) or CSV, at most 5,000 rows."),
                      extra={"accept": ".xlsx,.csv"}),
        ]
    )  # fmt: skip
    context = {
        "fields": fields,
        "problems": problems(fields),
        "batches": [
            {"url": f"{PATH}{one.pk}/", "at": when.moment(one.at), "sender": _sender(one)}
            for one in taking.batches_of(user, now=timezone.now())
        ],
    }
    return private(render(request, "desk/transfer_upload.html", context, status=status, frame=frame(request)))


def _sender(batch: TransferBatch) -> str:
    return batch.organ or word(Sender(batch.sender))


# -- one batch ---------------------------------------------------------------------------------------------------------------


@only(["GET", "HEAD", "POST"])
@staff
def batch_page(request: HttpRequest, batch: int) -> HttpResponse:
    """What would become of each row, and after confirming what became of it. ``step``: confirm, or discard.

    Only whoever sent the file sees it; for everybody else there is no such batch. What is thrown away twice is gone once.
    """
    user: Any = request.user
    now = timezone.now()
    found = taking.batch_of(user, batch, now=now)
    if found is None and request.POST.get("step") == "discard":
        return see(PATH)
    if found is None or not actor(request).may(Permission.REGISTER):
        raise Http404
    if request.method == "POST":
        if request.POST.get("step") == "discard":
            taking.discard(found)
            return see(PATH)
        taking.confirm(found, now=now)
        return see(f"{PATH}{found.pk}/")
    standing = _standing(found)
    if getattr(request, "htmx", False):
        response = private(render(request, "desk/parts/batch_progress.html", standing, frame=frame(request)))
        if not standing["going"]:
            response["HX-Refresh"] = "true"  # it has come to its end: the rows below are different now
        return response
    context = {**standing, **_rows(request, found, standing["counts"])}
    return private(render(request, "desk/transfer_batch.html", context, frame=frame(request)))


def _standing(batch: TransferBatch) -> dict[str, Any]:
    counts = taking.counts(batch)
    going = batch.confirmed_at is not None and counts.ready > 0
    return {
        "url": f"{PATH}{batch.pk}/", "counts": counts, "going": going, "confirmed": batch.confirmed_at is not None,
        "progress": _("%(done)s of %(all)s rows registered.") % {"done": counts.taken, "all": counts.taken + counts.ready},
        "sender": _sender(batch), "name": batch.name,
        "bad_files": [{"word": kind.upper(), "url": f"{PATH}{batch.pk}/bad.{kind}"} for kind in ("xlsx", "csv")],
        "gone": when.day(local_date(batch.at + KEPT_FOR)),
    }  # fmt: skip


def _rows(request: HttpRequest, batch: TransferBatch, counts: taking.Counts) -> dict[str, Any]:
    headings = taking.headings_of(batch)
    columns = taking.columns_of(batch)
    wanted = request.GET.get("show", "")
    state = wanted if wanted in set(RowState.values) else ""
    after = whole(request.GET.get("after", ""), digits=7)
    rows = taking.rows_of(batch, state=state, after=after, size=PAGE)
    here = f"{PATH}{batch.pk}/"
    narrowed = f"show={state}&" if state else ""
    now = timezone.now()
    seen = numbers_seen(actor(request), [row.number for row in rows if row.number])
    return {
        "mapping": [
            {"heading": heading, "column": word(columns[n]) if n in columns else ""}
            for n, heading in enumerate(headings) if heading.strip()
        ],
        "chips": _chips(here, state, counts),
        "rows": [_row(batch, row, columns, now, seen) for row in rows[:PAGE]],
        "pager": {
            "first": f"{here}?{narrowed}".rstrip("?&") if after else "",
            "next": f"{here}?{narrowed}after={rows[PAGE - 1].line}" if len(rows) > PAGE else "",
        },
    }  # fmt: skip


def state_word(state: str) -> str:
    """Where a row stands."""
    return {
        RowState.READY: pgettext("row", "Will be registered"), RowState.BAD: pgettext("row", "To be mended"),
        RowState.KNOWN: pgettext("row", "Known already"), RowState.TAKEN: pgettext("row", "Registered"),
    }[RowState(state)]  # fmt: skip


def _chips(here: str, at: str, counts: taking.Counts) -> Any:
    every = [("", pgettext("rows", "All rows"), counts.rows)]
    every += [
        (state, state_word(state), getattr(counts, state))
        for state in RowState.values
        if getattr(counts, state)
    ]
    return chip_row(
        {"word": f"{text} {n}", "url": f"{here}?show={state}" if state else here, "on": state == at}
        for state, text, n in every
    )


_TONES = {RowState.READY: "calm", RowState.BAD: "missed", RowState.KNOWN: "done", RowState.TAKEN: "done"}


def _row(
    batch: TransferBatch, row: TransferRow, columns: Mapping[int, Column], now: Any, seen: frozenset[str]
) -> dict[str, Any]:
    said = taking.seen(batch, row, columns, now=now) if row.cells else None
    told = taking.problems_of(row) or (list(said.notes) if said else [])
    return {
        "line": row.line, "word": state_word(row.state), "tone": _TONES[RowState(row.state)],
        "number": row.number if row.number in seen else "",
        "problems": [sentence(problem) for problem in told],
        **(_said(said) if said else {"foreign": row.key.partition(":")[2]}),
    }  # fmt: skip


def _said(row: Row) -> dict[str, str]:
    """What the row says, as far as it is needed to recognise it: the name masked, as in all lists."""
    day = row.exchanged_at or row.received_at
    due = row.passed.due_on
    return {
        "foreign": row.passed.foreign, "title": row.title, "lang": lang_of(row.title), "person": mask_name(row.person.name),
        "day": when.day(local_date(day)) if day else "", "due": when.day(due) if due else "",
        "place": county.place_name(row.place) if row.place else "",
    }  # fmt: skip


def sentence(problem: Problem) -> str:
    """What is wrong in which column, in plain words; where it can be guessed, what to do."""
    text = sayings.say(Refused(problem.reason, params=problem.params))
    if not problem.column:
        return text
    return _("%(column)s: %(what)s") % {"column": word(Column(problem.column)), "what": text}
