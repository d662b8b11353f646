"""What each fault of the record is called: for ``huiyin verify`` and for the check of one matter at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

WORDS: Mapping[str, _StrPromise] = {
    "number_malformed": _("the number isn't one of ours"),
    "matter_without_dossier": _("stands in the tables but has no dossier"),
    "dossier_without_matter": _("has a dossier but no row in the table of matters"),
    "dossier_unreadable": _("the dossier can't be read to its end"),
    "entry_missing": _("an entry is missing from the dossier"),
    "entry_changed": _("an entry was changed, moved or put in"),
    "entry_forged": _("an entry wasn't written by this installation"),
    "text_missing": _("words that an entry stands for are gone"),
    "text_changed": _("words were changed after they were sealed"),
    "text_unknown": _("words that no entry stands for"),
    "file_missing": _("an attached file is gone"),
    "file_changed": _("an attached file was changed"),
    "table_differs": _("the tables say something else than the dossier"),
    "petition_missing": _("a petition is gone"),
    "petition_unknown": _("a petition that the dossier knows nothing of"),
    "petitioner_changed": _("the petitioner's data was changed behind the dossier's back"),
    "person_changed": _(
        "the data, role or mandate of one of the people was changed behind the dossier's back"
    ),
    "person_missing": _("one of the people named in the register is gone"),
    "person_unknown": _("somebody was put in whom the register doesn't name"),
    "numbers_missing": _("matters of this day are gone, or more than were numbered"),
    "promise_owner": _("promise broken: every matter has an owner"),
    "promise_outcome": _("promise broken: every matter has a clock or an outcome"),
    "promise_echo": _("promise broken: every voice an echo"),
    "guard_broken": _("the matter is with somebody whom it is kept from"),
    "seal_forged": _("a seal wasn't set by this installation"),
    "seal_missing_from_database": _("a seal kept in the file is missing from the database"),
    "entries_under_seal_changed": _("entries under a seal were removed, added or changed"),
}
