"""Every text of the interface as it stands in code and templates, against the translations.

``python -m tests.web.catalog`` brings the .po files up to date: new texts come in with an empty translation, gone ones leave.
Needs no gettext on the machine: Django makes templates readable for Babel, Babel reads them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django.conf
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HUIYIN = Path(__file__).parents[2] / "huiyin"
LANGUAGES = ("zh_Hans", "ko")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip

#: In the header of the files, so that they change only when a text does.
STEADY = datetime(2026, 1, 1, tzinfo=UTC)
#: Context and text (its singular).
Key = tuple[str | None, str]


def sources() -> Iterator[Path]:
    """Python files and templates of the package."""
    for path in sorted(HUIYIN.rglob("*")):
        if path.suffix == ".py" or (path.suffix == ".html" and "templates" in path.parts):
            yield path


def texts() -> dict[Key, tuple[str | None, str]]:
    """Every text by context and singular: its plural if it has one, and the first place that it stands in."""
    if not django.conf.settings.configured:
        django.conf.settings.configure()
    found: dict[Key, tuple[str | None, str]] = {}
    for path in sources():
        text = path.read_text(encoding="utf-8")
        place = str(path.relative_to(HUIYIN.parent))
        source = templatize(text, origin=place) if path.suffix == ".html" else text
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            one, many = message if isinstance(message, tuple) else (message, None)
            if one:
                found.setdefault((context, one), (many, place))
    return found


def path_of(language: str) -> Path:
    """Where a language's translations lie."""
    return HUIYIN / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """A language's translations; an empty catalogue if there are none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def keys(catalog: Catalog) -> dict[Key, list[str]]:
    """The translations by context and singular, each with all its plural forms."""
    result: dict[Key, list[str]] = {}
    for message in catalog:
        if not message.id:
            continue
        one = message.id[0] if isinstance(message.id, tuple | list) else message.id
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        result[message.context, one] = [str(text) for text in said]
    return result


def refresh(language: str) -> tuple[int, int]:
    """Write the .po file anew; how many texts it holds and how many of them lack a translation."""
    known = keys(load(language))
    fresh = Catalog(
        locale=language,
        project="Huiyin",
        version="-",
        charset="utf-8",
        fuzzy=False,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        creation_date=STEADY,
        revision_date=STEADY,
        header_comment=f"# Interface texts of Huiyin in {language}.",
    )
    missing = 0
    for (context, one), (many, place) in sorted(texts().items(), key=lambda item: (item[1][1], item[0][1])):
        said = known.get((context, one), [""])
        missing += not all(said)
        flags = ["python-format"] if "%(" in one else []
        if many:
            fresh.add((one, many), said, locations=[(place, None)], context=context, flags=flags)
        else:
            fresh.add(one, said[0], locations=[(place, None)], context=context, flags=flags)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=False, include_lineno=False)
    return len(keys(fresh)), missing


def compile_stale() -> None:
    """Bring the .mo files up to date that are older than their .po; safe with several processes at once."""
    for language in LANGUAGES:
        source, compiled = path_of(language), path_of(language).with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = compiled.with_name(f".{os.getpid()}.mo")
        with draft.open("wb") as file:
            write_mo(file, load(language))
        draft.replace(compiled)


if __name__ == "__main__":
    for name in LANGUAGES:
        count, lacking = refresh(name)
        sys.stdout.write(f"{name}: {count} texts, {lacking} without a translation\n")
