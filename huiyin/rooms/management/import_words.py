"""What ``huiyin import`` says: why a file or a row can't be taken, how many were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from huiyin.rooms.intake.messages import Bad, Result
from huiyin.rooms.intake.profiles import BadProfile
from huiyin.rooms.intake.rows import Unreadable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROWS: Mapping[str, _StrPromise] = {
    "quote_never_closed": _("a quotation mark is opened and never closed"),
    "wrong_encoding": _("not readable as text in the file's encoding"),
    "nul_byte": _("holds a NUL byte"),
    "not_a_table_row": _("isn't a row of a table: a quotation mark or a line break stands where none can"),
    "row_too_long": _("longer than a megabyte"),
    "wrong_number_of_cells": _("has more or fewer cells than the heading"),
    "no_number": _("has no number of its own"),
    "number_too_long": _("its number has more than 70 characters"),
    "number_twice": _("its number stands in the file twice; the first such row counts"),
    "no_text": _("has neither title nor text"),
    "no_title_or_text": _("has no title or no text"),
    "text_too_long": _("the text has more than 20,000 characters"),
    "reply_too_long": _("the reply has more than 20,000 characters"),
    "name_too_long": _("the sender's name has more than 60 characters"),
    "time_unreadable": _("a time can't be read"),
    "time_too_early": _("a time lies before 1950"),
    "time_in_the_future": _("a time lies in the future"),
    "reply_before_message": _("the reply is older than the message"),
    "day_is_full": _("no number is left on that day"),
    "solves_nothing": _("its answer says nothing that could be learnt from"),
    "title_too_long": _("the title has more than 200 characters"),
    "place_too_long": _("the place has more than 60 characters"),
    "rating_too_long": _("the rating has more than 40 characters"),
}
_FILES: Mapping[str, _StrPromise] = {
    "no_csv": _(
        "This is no CSV table in UTF-8 or GB 18030; it may be a picture, a document or a spreadsheet. "
        "In a spreadsheet, save it as “CSV UTF-8”."
    ),
    "no_heading": _("The file has no heading row. The first row must name the columns."),
    "column_twice": _("Columns %(columns)s of the first row have the same name."),
    "no_such_profile": _("There is no profile “%(profile)s”. Known: %(known)s."),
    "profile_without_columns": _("Profile “%(profile)s” doesn't name the columns %(columns)s."),
    "columns_missing": _("The file has no column %(columns)s, which profile “%(profile)s” needs."),
    "no_headings": _(
        "The first row holds no headings that are known here. A file needs the columns of one of these profiles:"
    ),
    "no_profile_fits": _("No profile fits the columns %(columns)s. A file needs the columns of one of these profiles:"),
}  # fmt: skip


def reason(row: Bad) -> str:
    """Why a row can't be taken."""
    sentence = ROWS.get(row.reason)
    return (
        gettext("refused by the rules (%(reason)s)") % {"reason": row.reason}
        if sentence is None
        else str(sentence)
    )


def refusal(no: Unreadable | BadProfile) -> str:
    """Why the file can't be taken; of profiles that don't fit, which columns each needs."""
    text = str(_FILES[no.reason]) % no.params
    needed = (
        [gettext("%(profile)s: %(columns)s") % one for one in no.profiles]
        if isinstance(no, BadProfile)
        else []
    )
    return "\n  ".join([text, *needed])


def so_far(rows: int) -> str:
    """How far a long import is."""
    return gettext("%(rows)s rows read") % {"rows": rows}


def heading() -> list[str]:
    """The columns of the list of refused rows."""
    return [
        pgettext("refused rows", "line"),
        pgettext("refused rows", "number"),
        pgettext("refused rows", "reason"),
    ]


def counted(result: Result, *, dry_run: bool, replies: bool) -> str:
    """How many rows were read, taken in, known, refused; ``replies``: how many of the messages are answered as well."""
    if not result.done:
        return gettext("The file has a heading and no rows; there is nothing to take in.")
    said = {"rows": result.done, **{key: result.counts[key] for key in _COUNTS}}
    return str(_SUMS[replies, dry_run]) % said


_COUNTS = ("taken", "answered", "open", "reply_without_time", "known", "bad")
_SUMS: Mapping[tuple[bool, bool], _StrPromise] = {
    (True, False): _(
        "%(rows)s rows read: %(taken)s taken in (%(answered)s answered, %(open)s open, %(reply_without_time)s with a reply "
        "but no time of it, kept open), %(known)s known already, %(bad)s refused."
    ),
    (True, True): _(
        "%(rows)s rows read: %(taken)s would be taken in (%(answered)s answered, %(open)s open, %(reply_without_time)s with "
        "a reply but no time of it, kept open), %(known)s known already, %(bad)s refused."
    ),
    (False, False): _("%(rows)s rows read: %(taken)s taken in, %(known)s known already, %(bad)s refused."),
    (False, True): _(
        "%(rows)s rows read: %(taken)s would be taken in, %(known)s known already, %(bad)s refused."
    ),
}
