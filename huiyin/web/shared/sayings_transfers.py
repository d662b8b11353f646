"""Words for what was passed on from elsewhere: senders, columns of batch files, why a row or a file can't be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.rooms.intake.transfers.columns import Column
from huiyin.rules.duties import Confirmation
from huiyin.rules.senders import Sender

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

_REPORTING: Mapping[str, _StrPromise] = {
    "nobody_passed_it_on": _("Nobody passed this matter on to us, so there is no sender to report to."),
    "only_to_its_sender": _(
        "The matter has ended: only its result can be reported, to whoever passed it on."
    ),
    "number_known": _("This number of the sender is registered already, as %(number)s."),
    "term_not_ahead": _("The last day must lie after the day on which it was passed on, by a year at most."),
    "sender_contradicts": _("This doesn't go with how it came in. Please choose the same line in both."),
    "nothing_to_report": _("There is no delivered answer yet that could be reported."),
}

_ROWS: Mapping[str, _StrPromise] = {
    "number_too_long": _("This number is too long or has a line break in it."),
    "number_twice_in_file": _("This number stands in the file twice, first in line %(line)s. The first one counts."),
    "digits_lost": _("The spreadsheet has rounded this number. Set the column to “Text” and type it again."),
    "not_a_day_in_file": _("This isn't a day. Please write it like 2026-03-05."),
    "not_a_term": _("This is neither a day nor a number of days. Please write it like 2026-03-05, or 30."),
    "time_too_early": _("This lies too far back. Please check the year."),
    "not_a_count": _("This isn't a number of people."),
    "cell_too_long": _("A cell has more than 20,000 characters. Please shorten it."),
    "place_left_open": _("No single place is called so. The place is left open; the words stay in the text."),
    "category_left_open": _("No category is called so. It is left open; the words stay in the text."),
    **dict.fromkeys(
        ("quote_never_closed", "not_a_table_row", "row_too_long", "wrong_number_of_cells", "nul_byte", "wrong_encoding"),
        _("The row can't be read: it doesn't have the columns of the heading. Please check its quotation marks and commas."),
    ),
}  # fmt: skip

_FILES: Mapping[str, _StrPromise] = {
    "batch_too_large": _("The file is too large: at most 10 MB, and no more than 40 MB unpacked."),
    "batch_old_excel": _("This is an old Excel file (.xls). Open it and save it as .xlsx, then send that."),
    "batch_no_table": _(
        "This is no table that can be read. Please send an Excel file (.xlsx) or a CSV file."
    ),
    "batch_columns_missing": _(
        "The file has no column for: %(columns)s. The template shows how the heading looks."
    ),
    "batch_too_long": _("The file has more than 5,000 rows. Please send it in several files."),
    "batch_without_rows": _("There are no rows below the heading."),
}

#: Where an imported message comes from, by the profile that its file was read with: its register entry has the profile's name.
IMPORTED: Mapping[str, _StrPromise] = {
    "liuyanban": _("Imported from the message board for leaders"),
    "replied": _("Imported from a message board, with the answers"),
    "stream": _("Imported from a message board"),
}

REASONS: Mapping[str, _StrPromise] = {**_REPORTING, **_ROWS, **_FILES}

LABELS: Mapping[str, _StrPromise] = {
    "sender": _("Passed on to us by"),
    "organ": _("Name of the organ"),
    "due_on": _("Result wanted by"),
}

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    Sender: {
        Sender.PREFECTURE: pgettext_lazy("sender", "Prefecture's petition bureau"),
        Sender.PROVINCE: pgettext_lazy("sender", "Province's petition bureau"),
        Sender.HOTLINE: pgettext_lazy("sender", "Hotline 12345"),
        Sender.OTHER: pgettext_lazy("sender", "Another organ"),
    },
    Confirmation: {
        Confirmation.ON_SCREEN: pgettext_lazy("confirmation", "Read it on the screen and found it right"),
        Confirmation.READ_ALOUD: pgettext_lazy("confirmation", "It was read aloud and found right"),
        Confirmation.NOT_CONFIRMED: pgettext_lazy("confirmation", "Would not or could not confirm it"),
    },
    Column: {
        Column.FOREIGN: pgettext_lazy("column", "Number at the sender"),
        Column.PASSED_ON: pgettext_lazy("column", "Passed on on"),
        Column.RECEIVED: pgettext_lazy("column", "Received on"),
        Column.DUE: pgettext_lazy("column", "Result wanted by"),
        Column.NAME: pgettext_lazy("column", "Name"),
        Column.ID_NUMBER: pgettext_lazy("column", "ID number"),
        Column.PHONE: pgettext_lazy("column", "Phone"),
        Column.ADDRESS: pgettext_lazy("column", "Address"),
        Column.PERSONS: pgettext_lazy("column", "Number of people"),
        Column.TITLE: pgettext_lazy("column", "Title"),
        Column.TEXT: pgettext_lazy("column", "Text"),
        Column.PLACE: pgettext_lazy("column", "Place"),
        Column.CATEGORY: pgettext_lazy("column", "Category"),
    },
}
