"""Every setting of the county in words: what it is called, what it means, where it comes from, from when a change counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from huiyin.rooms.cases.foreseeing import RECKONED
from huiyin.rooms.county.defaults import CHOICES
from huiyin.rooms.county.defaults import default as default
from huiyin.rooms.county.defaults import every as every
from huiyin.rooms.county.snapshot import SETTINGS
from huiyin.rules.terms import RULES, Clock

#: Settings whose value is a unit, or several.
UNITS = ("default_unit", "review_unit", "rota_monthly_posts")


@dataclass(frozen=True, slots=True)
class SettingWords:
    """One setting: its group, its name, what it means."""

    group: str
    name: str
    meaning: str


def groups() -> dict[str, str]:
    """The groups in their order."""
    return {
        "terms": _("Terms of the county"), "marks": _("Marks and thresholds"), "duty": _("Leaders' duty"),
        "units": _("Units and organs"), "yearly": _("Once a year"), "house": _("The house"),
    }  # fmt: skip


def most(key: str) -> int:
    """The biggest number that is taken; 0 where it isn't a number."""
    if key in CHOICES:
        return 0
    bounds = {
        "rota_alarm_days": 366,
        "collective_from": 1_000,
        "call_answer_seconds": 600,
        "call_keep_days": 3_650,
    }
    spec = next(spec for spec in fields(SETTINGS[key]) if spec.name == key)
    return int(spec.metadata.get("most", bounds.get(key, 0)))


def clock_of(key: str) -> Clock | None:
    """The term whose length this setting is."""
    return next((rule.code for rule in RULES.values() if rule.setting == key), None)


def source(key: str) -> str:
    """The article behind it, or whose practice it is."""
    special = {
        "adoption_days": _("Art. 40 asks for a written answer and names no term; 30 days stood in the rule of 2005."),
        "supervise_days": _("Art. 40 para. 1 names no term."), "rota_alarm_days": _("Art. 18 names no number."),
        "rota_monthly_posts": _("Paper of the two General Offices, 2009."),
        "rota_hours": _("Art. 18: time and place are published."),
        "rota_place": _("Art. 18: time and place are published."),
        "rota_place_ko": _("Art. 18: time and place are published."),
        "rota_place_en": _("Art. 18: time and place are published."),
        "rota_phone": _("Art. 18: time and place are published."),
        "review_unit": _("Art. 35, 36"), "upper_organ": _("Art. 35, 36"),
        "upper_organ_ko": _("Art. 35, 36"), "top_organ_ko": _("Art. 36"),
        "upper_organ_en": _("Art. 35, 36"), "top_organ_en": _("Art. 36"),
        "top_organ": _("Art. 36"), "report_by": _("Art. 41 names no day."), "assessment_by": _("Art. 39 names no day."),
        "call_answer_seconds": _("GB/T 33358: 15 seconds."),
        "call_area": _("The telephone network."),
        "simple_notice_working_days": _("Trial text on simple handling, 2016."),
        "simple_answer_working_days": _("Trial text on simple handling, 2016."),
        "rating_days": _("Art. 21"),
        "report_working_days": _("Art. 25: at once."), "leader_working_days": _("Art. 25"),
        "collective_from": _("Practice of the field."),
        "collective_persons": _("Practice of the field."), "roll_last_day": _("Civil Code Art. 203."),
        "mailbox_working_days": _("Common practice of mailboxes."),
        "languages": _("The prefecture's rule of 2022: Chinese first."),
    }  # fmt: skip
    if key in special:
        return special[key]
    clock = clock_of(key)
    article = RULES[clock].article if clock else ""
    return (
        _("Art. %(article)s") % {"article": article}
        if article
        else _("The county's own: no law names a number.")
    )


_T: Callable[[str, str, str], SettingWords] = SettingWords


def words() -> dict[str, SettingWords]:
    """All settings in words."""
    return {**_terms(), **_marks(), **_others()}


def _terms() -> dict[str, SettingWords]:
    return {
        "answer_days": _T("terms", _("Answer what the Regulation gives no term for"),
                          _("Days for suggestions, tip-offs and letters, from acceptance (L1).")),
        "deliver_working_days": _T("terms", _("Bring the answer to the petitioner"),
                                   _("Working days from the day it was issued (L2).")),
        "close_working_days": _T("terms", _("Close a matter"), _("Working days once everybody is reached (L3).")),
        "objection_working_days": _T("terms", _("Decide about a return"), _("Working days for the sender (L4).")),
        "resend_days": _T("terms", _("Send a reopened matter out again"), _("Days for the desk (L5).")),
        "supervise_days": _T("terms", _("Answer a supervision notice"),
                             _("Days where the notice names no other number (L6).")),
        "adoption_days": _T("terms", _("Answer a recommendation"), _("Days to say whether it is adopted (L7).")),
        "contribute_working_days": _T("terms", _("Contribute to another unit's matter"), _("Working days (L8).")),
        "leader_working_days": _T("terms", _("Name a leader for what is grave"), _("Working days (L9).")),
        "rating_days": _T("terms", _("Rate how it was done"), _("Days that the petitioner has, from receipt (L10).")),
        "look_working_days": _T("terms", _("Look into a low rating"), _("Working days for the department (L11).")),
        "report_working_days": _T("terms", _("Report what is grave"), _("Working days for the desk (L12).")),
        "retake_working_days": _T("terms", _("Take up again what was revoked or found wrong"),
                                  _("Working days for the desk (L13).")),
        "hearing_days": _T("terms", _("End a hearing"),
                           _("Days; also the most that hearings keep from the recheck's term (L14).")),
        "instruct_days": _T("terms", _("Carry out a leader's instruction"),
                            _("Days where the leader names no other number (L15).")),
        "question_working_days": _T("terms", _("Answer a petitioner's question"), _("Working days (L16).")),
        "simple_notice_working_days": _T("terms", _("Simple handling: tell whether it is taken"), _("Working days (S1).")),
        "simple_answer_working_days": _T("terms", _("Simple handling: answer"), _("Working days from acceptance (S2).")),
        "mailbox_working_days": _T("terms", _("Answer the mailbox's own term"), _("Working days on that line (F2).")),
        "roll_last_day": _T("terms", _("A last day on a day off"),
                            _("Whether it moves to the next working day.")),
    }  # fmt: skip


def _marks() -> dict[str, SettingWords]:
    return {
        "amber_percent": _T("marks", _("Amber from"), _("Share of a term that is left, in percent.")),
        "red_percent": _T("marks", _("Red from"), _("Share of a term that is left, in percent; below amber.")),
        "silent_working_days": _T("marks", _("A matter in the drawer"),
                                  _("Working days without a word from whoever answers for it.")),
        "old_days": _T("marks", _("A bone: open for long"), _("Days since it came in.")),
        "many_rounds": _T("marks", _("A bone: sent often"), _("So many times.")),
        "many_units": _T("marks", _("A bone: sent to many"), _("So many units.")),
        "collective_persons": _T("marks", _("Collective visit at the counter"), _("From so many people on.")),
        "collective_from": _T("marks", _("Collective visit in the figures"), _("From so many people on.")),
        "mostly_counts": _T("marks", _("“Mostly satisfied” counts as satisfied"), _("In the rates of satisfaction.")),
        "calendar_alarm_days": _T("marks", _("Warn before the calendar runs out"), _("Days before its last certain day.")),
    }  # fmt: skip


def _others() -> dict[str, SettingWords]:
    return {
        "rota_alarm_days": _T("duty", _("Leaders planned ahead"), _("Days ahead on which every working day wants a leader.")),
        "rota_monthly_posts": _T("duty", _("Receive once a month"),
                                 _("Leaders' posts that each receive at least once a month.")),
        "rota_hours": _T("duty", _("Opening hours"), _("As they are published with the rota and on the contact page.")),
        "rota_place": _T("duty", _("Where leaders receive"), _("Where a duty names no other place.")),
        "rota_place_ko": _T("duty", _("Where leaders receive, in Korean"), _("The same as the Korean page says it.")),
        "rota_place_en": _T("duty", _("Where leaders receive, in English"), _("The same as the English page says it.")),
        "rota_phone": _T("duty", _("Duty phone"), _("Where a duty names no other number.")),
        "default_unit": _T("units", _("Handles what comes without a hint"),
                           _("The unit of an import's messages that name none; else the department's first office.")),
        "review_unit": _T("units", _("Review office"),
                          _("Decides reviews in the county; left open, they go to the organ above it.")),
        "upper_organ": _T("units", _("Organ above the county"), _("Reviews or rechecks what the county can't itself.")),
        "upper_organ_ko": _T("units", _("Organ above the county, in Korean"),
                             _("As Korean pages call it; left empty, its Chinese name stands there.")),
        "upper_organ_en": _T("units", _("Organ above the county, in English"),
                             _("As English pages call it; left empty, its Chinese name stands there.")),
        "top_organ": _T("units", _("Organ above that"), _("Rechecks what the organ above the county has reviewed.")),
        "top_organ_ko": _T("units", _("Organ above that, in Korean"),
                           _("As Korean pages call it; left empty, its Chinese name stands there.")),
        "top_organ_en": _T("units", _("Organ above that, in English"),
                           _("As English pages call it; left empty, its Chinese name stands there.")),
        "report_by": _T("yearly", _("Annual report by"), _("Day of the year after, as 01-31.")),
        "assessment_by": _T("yearly", _("Assessment by"), _("Day of the year itself, as 12-31.")),
        "call_answer_seconds": _T("house", _("A call rings at most"), _("Seconds until it counts as late.")),
        "call_keep_days": _T("house", _("Words of calls are kept"), _("Days; then number and words are erased.")),
        "call_area": _T("house", _("Area code of the county"), _("As 0433. It completes local numbers that ring.")),
        "languages": _T("house", _("Languages of the pages"), _("Which are offered, and in which order.")),
    }  # fmt: skip


def effect(key: str) -> str:
    """From when a change counts."""
    if key in RECKONED:
        return _("For running terms, too: they are reckoned again in the background.")
    if clock_of(key) is not None or key in ("supervise_days", "instruct_days"):
        return _("For terms that start from now on; what runs keeps the length that stands in its dossier.")
    return _("At once, everywhere.")
