"""Sentences for what the county's own administration refuses: units, posts, settings, the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.web.shared import sayings_admin
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrPromise

_PEOPLE: Mapping[str, _StrPromise] = {
    "bad_username": _(
        "A user name is made of small letters, digits, dots and hyphens. Please choose another."
    ),
    "username_taken": _("Somebody has this user name already. Please choose another."),
    "account_closed": _("This account is closed. Open it again first."),
    "reception_of_what": _("Please write what was said, or give the number of the matter."),
    "not_to_yourself": _("Nobody does this to their own account. Another administrator must."),
    "no_such_seat": _("Such a post doesn't exist in this unit. Please choose another unit or role."),
    "post_cant_follow": _(
        "%(person)s can't go along as “%(role)s”: that unit has no such post. End this post first, let the people stay, "
        "or choose another unit."
    ),
    "own_post_cant_follow": _(
        "You hold a post here yourself (“%(role)s”), and nobody gives a post to themselves. Let another administrator do this, "
        "or let the people stay."
    ),
    "held_already": _("This person holds the post already."),
    "ended_already": _("This post has ended already."),
    "last_administrator": _("This is the last administrator. Appoint another one first."),
}

_UNITS: Mapping[str, _StrPromise] = {
    "bad_code": _("A unit's code is made of capital letters, digits and single hyphens, at most 40."),
    "unreadable_name": _(
        "Please write it in words: at least one letter, no “<” or “>”, no control signs that can't be seen, "
        "and no heaped accents."
    ),
    "unit_exists": _("There is a unit with this code already. Please choose another code."),
    "unit_name_taken": _(
        "A unit beside it bears this name already. Please choose a name that tells the two apart."
    ),
    "two_of_one_account": _(
        "An earlier line has this user name with another name or language. Two people need two user names; "
        "of one person every line says the same."
    ),
    "line_twice": _("The same stands in line %(line)s already. Please keep one of the two lines."),
    "unit_not_below": _("A unit of this kind can't lie there. Please choose another place in the tree."),
    "one_department": _("There is one petition department only."),
    "unit_stays": _("This unit can't be closed: the county and its petition department stay."),
    "units_below_open": _("There are units in use below it. Close those first."),
    "successor_is_inside": _("The successor lies inside the unit that is closed. Please choose another."),
    "unit_was_closed": _(
        "%(unit)s has been closed; %(heir)s goes on with its work. Please choose the unit anew."
    ),
    "unit_closed": _("This unit is closed already. Please choose one in use."),
}

_SETTINGS: Mapping[str, _StrPromise] = {
    "setting_refused": _("This setting can't be “%(value)s”. The page of this setting says what it takes."),
    "languages_refused": _(
        "This setting can't be “%(value)s”: Chinese (zh-hans) stands first; Korean (ko) and English (en) may follow in either "
        "order, or be left out."
    ),
    "phone_to_publish": _(
        "Please write a number that can be dialled, like 0433-2200001 or 12345; several are parted by 、."
    ),
    "hours_without_time": _("Please write the hours with the time of day, like 8:30–11:30, 13:30–17:00."),
    "red_not_below_amber": _("Red must begin below amber. Please look at the two together."),
    "setting_range": _("Please write a whole number from %(least)s to %(most)s."),
    "unknown_setting": _("There is no setting called “%(key)s”."),
    "day_refused": _("The day %(day)s can't be set so. Please check it against the holiday notice."),
    "day_not_set": _("The county has set nothing for %(day)s."),
    "notice_columns": _(
        "Each line wants a day, free or worked, and a name. The first line (“%(said)s”) neither begins with a day nor names "
        "the columns day, kind, name."
    ),
    "notice_line": _("Line %(line)s can't be read."),
    "notice_other_year": _("The day %(day)s isn't in the year %(year)s. Please check the lines."),
    "notice_day_twice": _("The day %(day)s stands there twice."),
    "notice_worked_weekday": _("The day %(day)s is an ordinary working day anyway. Please check the lines."),
    "notice_not_whole": _("This isn't the whole notice: %(day)s isn't free in it. Please check the lines."),
    "no_such_duty": _("There is no such yearly duty."),
    "not_allowed": _("Your post doesn't cover this."),
    "not_found": _("That isn't there, or isn't there any more."),
    "year_out_of_range": _("Please choose a year from %(first)s to %(last)s."),
    "yearly_done": _("It was noted as done on %(day)s already."),
}

_ANSWERS: Mapping[str, _StrPromise] = {
    "legal_parts_missing": _(
        "The answer lacks what the Regulation asks for: %(parts)s. Send it back to be worked over."
    ),
    "ends_before_it_begins": _("The last day lies before the first."),
    "machine_words": _(
        "These are still a machine's words. Please check every sentence, mend the text and take out the line that says so."
    ),
    "machine_untouched": _(
        "This is still word for word what the machine wrote. Please check it and put it into your own words."
    ),
    "personal_data": _(
        "This holds somebody's ID number, mobile number, name or address. Please take it out."
    ),
}

REASONS: Mapping[str, _StrPromise] = {**_ANSWERS, **_PEOPLE, **_UNITS, **_SETTINGS, **sayings_admin.REASONS}


#: What else than its day or its kind can be wrong in a line of a holiday notice.
_IN_LINES: Mapping[str, _StrPromise] = {
    "weekday": _("Line %(line)s: in “%(said)s” the weekday isn't that of the day."),
    "span_order": _("Line %(line)s: “%(said)s” ends before it begins."),
    "span_long": _("Line %(line)s: “%(said)s” is longer than 31 days."),
    "span_year": _(
        "Line %(line)s: “%(said)s” goes over the year's end; please write the year of the last day, too."
    ),
}


def wrong_lines(wrong: Iterable[tuple[int, str, str]], more: int) -> str:
    """What is wrong in each line of a holiday notice (its number, the column, what stood there); ``more`` beyond those told."""
    told = []
    for number, column, said in wrong:
        if column in _IN_LINES:
            text = str(_IN_LINES[column])
        elif column == "day":
            text = (
                gettext("Line %(line)s: “%(said)s” isn't a day.")
                if said
                else gettext("Line %(line)s: the day is missing.")
            )
        elif said:
            text = gettext("Line %(line)s: “%(said)s” is neither free nor worked.")
        else:
            text = gettext("Line %(line)s: it doesn't say whether the day is free or worked.")
        told.append(text % {"line": number, "said": said})
    if more:
        text = ngettext("%(n)s thing more is wrong.", "%(n)s things more are wrong.", more)
        told.append(text % {"n": more})
    return run_on(
        *told,
        gettext(
            "Days are written like 2027-01-01, 2027/1/1 or 2027年1月1日; the kind is 休 or 班, off or work."
        ),
    )
