"""Sentences for what the administration of the county refuses: locks, hand-overs, closing units, category lists, wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_PEOPLE: Mapping[str, _StrPromise] = {
    "kept_from_it": _("This colleague is kept from the matter. Please choose another."),
    "locked_already": _("This account is locked already."),
    "open_already": _("This account is open."),
    "not_confirmed": _("Please look at what would happen, then tick this box."),
    "no_successor": _("Posts go to somebody: please choose the successor, or untick them."),
    "waits_for_nobody": _(
        "Nobody else could go on with what waits there. Please give these posts to the successor."
    ),
    "successor_is_leaving": _("That is the person who leaves. Please choose another."),
    "forms_wait": _("Forms with visitors' words aren't sent yet (%(n)s). Please choose who finishes them."),
    "successor_registers_nothing": _(
        "Forms aren't sent yet (%(n)s), and the successor has no post that registers petitions. Please choose another, or give "
        "them such a post."
    ),
}

_UNITS: Mapping[str, _StrPromise] = {
    "unit_has_work": _(
        "Open matters (%(matters)s) and posts (%(people)s) lie with this unit. Please choose the unit that goes on with them."
    ),
    "successor_takes_none": _("That unit takes no matters. Please choose one that does."),
    "leader_has_work": _(
        "This leader's post still answers for matters (%(owned)s) or has days of duty (%(duties)s)."
        " Give these to another first."
    ),
    "is_there_already": _("The unit lies there already. Please choose another place."),
    "charge_exists": _("This line stands in the list already."),
    "too_many_charges": _("A category names at most %(most)s units."),
}

_LISTS: Mapping[str, _StrPromise] = {
    "bad_edition": _("An edition's code is made of letters, digits and hyphens, at most 12, like 2027."),
    "edition_exists": _("There is an edition with this code already. Please choose another."),
    "no_such_edition": _("There is no such edition."),
    "edition_in_force": _(
        "This edition is in force, or will be: it isn't changed any more. Begin a new one."
    ),
    "edition_empty": _("There is no category in this edition yet."),
    "edition_later": _("Another edition is in force from that day or later. Please choose a later day."),
    "day_is_over": _("That day is over. Please choose today or a later day."),
    "bad_category": _("A category's code has six digits and ends in 00, like 040100; its field is 040000."),
    "no_field": _("The field %(field)s isn't there. Add it first."),
    "field_has_kinds": _("This field still has kinds below it. Leave these out first."),
    "too_many_categories": _("An edition holds at most %(most)s categories."),
}

_TEXTS: Mapping[str, _StrPromise] = {
    "no_such_piece": _("There is no such text."),
    "not_in_language": _("This text isn't kept in that language."),
    "holder_missing": _("The place %(holder)s is missing. The letter needs it; please put it in again."),
    "holder_unknown": _("The place %(holder)s means nothing here. Please take it out."),
    "braces": _("A curly bracket stands alone. Please write places as they are listed."),
    "law_needs": _("The law asks that these words stand here: “%(words)s”. Please put them in again."),
    "gaps_missing": _(
        "The lines to be filled in by hand are missing (%(n)s wanted). Write each as ＿＿＿＿＿＿."
    ),
}

_FILES: Mapping[str, _StrPromise] = {
    "file_missing": _("Please choose a file."),
    "notice_missing": _("Please choose the notice's file, or paste its lines here."),
    "file_unreadable": _("This file can't be read as a table. Save it as CSV (UTF-8), XLSX or JSON."),
    "file_of_which_encoding": _(
        "It can't be told for sure how this file writes its characters. Please save it as CSV UTF-8 or XLSX and choose it anew."
    ),
    "table_empty": _("There is no line below the file's headings."),
    "table_without_headings": _(
        "The file's first line holds no column's name. Please put the headings there, as in the file that is exported."
    ),
    "table_moves_none": _("A table moves no unit and changes no unit's kind: “%(kept)s” stands here."),
    "table_too_large": _("This file is too large: at most %(most)s rows and %(size)s MB are taken."),
    "columns_missing": _("These columns are missing: %(columns)s. Take the exported file as a pattern."),
    "cell_no_words": _(
        "Words or a whole number belong here. Write words in quotation marks; true, false, fractions and lists aren't taken."
    ),
    "cell_logical": _("This cell holds TRUE or FALSE. Please put words or a whole number in its place."),
    "cell_faulty": _(
        "This cell holds the error value “%(value)s” of a spreadsheet program. Please put in its place what belongs there."
    ),
    "cell_lost": _(
        "The sign “\ufffd” stands here in place of a character that got lost when the file was saved. Please write the "
        "character anew, save as “CSV UTF-8” or as XLSX and choose the file once more."
    ),
    "cell_unreckoned": _(
        "This cell holds a formula whose result isn't in the file. Please put the result in its place, or open the file in a "
        "spreadsheet program and save it."
    ),
    "cell_spoilt": _(
        "Question marks stand here in place of Korean: the file was saved in a way that holds Chinese alone. Please save it as "
        "“CSV UTF-8” or as XLSX and choose it once more."
    ),
    "cell_not_text": _("This holds characters that can't be stored. Please take them out in the file."),
    "rows_bad": _("Nothing was imported. Please mend these lines and send the file again."),
}

REASONS: Mapping[str, _StrPromise] = {**_PEOPLE, **_UNITS, **_LISTS, **_TEXTS, **_FILES}
