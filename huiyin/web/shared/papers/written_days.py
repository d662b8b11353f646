"""Days as people write them in a letter: found however they are written, and another day written in the same form.

2026年3月2日, 2026年03月02日, 2026-03-02, 2026.3.2, 2026/3/2, in Korean 2026년 3월 2일 and 2026. 3. 2.
Of more figures in a row (1.2026.3.2) nothing is a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

#: What stands between year, month and day, and behind it: words of one language, or one sign twice.
_WORDS = (("年", "月", "日"), ("년", "월", "일"))
#: A day somewhere in a text, however it is written: beside it a new clause begins.
ANY = r"(?:\d{1,2}\s?[日일]|\d{4}[-./]\s?\d{1,2}[-./]\s?\d)"
_FIGURES = re.compile(r"(\d{4})(\D+)(\d{1,2})(\D+)(\d{1,2})")


def written(days: Iterable[date]) -> re.Pattern[str] | None:
    """These days in any of their forms, as a pattern; None for no day."""
    shapes = sorted({shape for day in days for shape in _shapes(day)}, key=len, reverse=True)
    return re.compile("|".join(shapes)) if shapes else None


def _shapes(day: date) -> Iterable[str]:
    month, in_month = rf"0?{day.month}", rf"0?{day.day}"
    for year_word, month_word, day_word in _WORDS:
        yield rf"(?<!\d){day.year}\s?{year_word}\s?{month}\s?{month_word}\s?{in_month}\s?{day_word}"
    for sign in "-./":
        one = re.escape(sign)
        between = rf"{one}\s?"
        alone = rf"(?<!\d)(?<!\d{one})", rf"(?!\d|{one}\d)"
        yield rf"{alone[0]}{day.year}{between}{month}{between}{in_month}{alone[1]}"


def as_written(form: str, day: date) -> str:
    """The day in the form of the one that stands in ``form``; empty where that holds none.

    Figures of one sign are filled up with a nought where one of the other day's was. Where both of its figures have two signs
    anyway nothing shows which it was: then 2026-11-12 has the nought, every other form has none.
    """
    found = _FIGURES.search(form)
    if found is None:
        return ""
    _year, first, month, second, in_month = found.groups()
    short = len(month) == 1 or len(in_month) == 1
    noughts = month[0] == "0" or in_month[0] == "0" or (not short and first.strip() == "-")
    width = "02" if noughts else ""
    head, tail = form[: found.start()], form[found.end() :]
    return f"{head}{day.year}{first}{day.month:{width}}{second}{day.day:{width}}{tail}"
