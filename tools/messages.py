"""The interface texts and their translations, without gettext on the machine.

python -m tools.messages collect    gather every text into the .po files (translations stay, new ones are empty), compile
python -m tools.messages check      exit 1 and say what, if a text is missing, empty, doubtful or no longer used
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "huiyin"
LANGUAGES = ("zh_Hans", "ko")
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
#: Head lines that would differ from run to run or say nothing.
NEVER_SAID = re.compile(
    rb'(?m)^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n'
)
#: A named or positional place in a text: %(name)s, %s, {name}.
PLACE = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")


def template_texts(
    source: BinaryIO, keywords: object, tags: object, options: object
) -> Iterator[tuple[object, ...]]:
    """Babel's way into Django's templates: Django itself turns a template into a gettext source, as makemessages does."""
    from django.utils.translation.template import templatize

    made = templatize(source.read().decode("utf-8"), origin=getattr(source, "name", None))
    yield from extract_python(io.BytesIO(made.encode("utf-8")), keywords, tags, options)  # type: ignore[arg-type]


def used(package: Path = PACKAGE) -> Catalog:
    """Every text of the interface with the places that use it, by first place and text: a moved line changes nothing."""
    found: dict[tuple[str | None, str | tuple[str, ...]], list[str]] = {}
    ways = {".py": "python", ".html": template_texts, ".txt": template_texts}
    for path in sorted(package.rglob("*")):
        way = ways.get(path.suffix)
        if way is None or {"migrations", "vendor", "__pycache__"} & set(path.parts) or _is_data(path):
            continue
        place = path.relative_to(package.parent).as_posix()
        with path.open("rb") as opened:
            for _line, text, _notes, context in extract(way, opened, KEYWORDS):  # type: ignore[arg-type]
                places = found.setdefault((context, text), [])
                if place not in places:
                    places.append(place)
    catalog = Catalog(project="Huiyin", charset="utf-8", fuzzy=False)
    for (context, text), places in sorted(
        found.items(), key=lambda item: (item[1][0], _one(item[0][1]), item[0][0] or "")
    ):
        catalog.add(text, None, [(place, 0) for place in places], context=context)
    return catalog


def _is_data(path: Path) -> bool:
    return path.suffix == ".txt" and "templates" not in path.parts


def catalog_path(language: str, package: Path = PACKAGE) -> Path:
    """Where the translations of a language lie."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def translated(language: str, package: Path = PACKAGE) -> Catalog:
    """The translations of a language as they stand; an empty catalog where the file isn't there yet."""
    path = catalog_path(language, package)
    if not path.exists():
        return Catalog(locale=language, project="Huiyin", version="1", charset="utf-8", fuzzy=False)
    with path.open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def collect(package: Path = PACKAGE) -> dict[str, int]:
    """Bring every .po file up to date and compile it; language -> how many texts wait for a translation."""
    texts = used(package)
    waiting = {}
    for language in LANGUAGES:
        catalog = translated(language, package)
        catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path = catalog_path(language, package)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalog)
        waiting[language] = sum(1 for message in catalog if message.id and not _words(message))
    return waiting


def _write(path: Path, catalog: Catalog) -> None:
    """Only if something changed; one line a text, so that two people's work merges."""
    made = io.BytesIO()
    write_po(made, catalog, width=0, include_lineno=False, omit_header=False)
    text = NEVER_SAID.sub(b"", made.getvalue())
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)
    with path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalog)


def _words(message: Message) -> list[str]:
    """The translated forms, or nothing if any of them is empty."""
    if not message.string:
        return []
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    return [str(form) for form in forms] if forms and all(form and form.strip() for form in forms) else []


def faults(package: Path = PACKAGE) -> Iterator[str]:
    """What stands between the interface and a whole translation."""
    texts = {(message.id, message.context): message for message in used(package) if message.id}
    for language in LANGUAGES:
        try:
            catalog = translated(language, package)
        except Exception as broken:  # noqa: BLE001  whatever Babel finds wrong with the file is a fault of the file
            yield f"{language}: the file can't be read: {broken}"
            continue
        theirs = {(message.id, message.context): message for message in catalog if message.id}
        for key in sorted(texts.keys() - theirs.keys(), key=str):
            yield f"{language}: not in the file: {_shown(key[0])} ({texts[key].locations[0][0]})"
        for key, message in theirs.items():
            if key not in texts:
                yield f"{language}: no longer used: {_shown(key[0])}"
            else:
                yield from (f"{language}: {fault}: {_shown(key[0])}" for fault in _faults_of(message))


def _faults_of(message: Message) -> Iterator[str]:
    forms = _words(message)
    if message.fuzzy:
        yield "doubtful (fuzzy)"
    if not forms:
        yield "not translated"
        return
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = set(PLACE.findall(originals[-1]))
    for form in forms:
        if set(PLACE.findall(form)) != wanted:
            yield f"the places {sorted(wanted)} are not those of {form!r}"


def _one(text: object) -> str:
    """The text, or its singular."""
    return str(text[0] if isinstance(text, list | tuple) else text)


def _shown(text: object) -> str:
    shown = _one(text)
    return repr(shown if len(shown) <= 80 else f"{shown[:77]}...")


def main(words: list[str]) -> int:
    """Do what the word says; the exit status."""
    if words == ["collect"]:
        for language, count in collect().items():
            print(f"{catalog_path(language).relative_to(ROOT)}: {count} to translate")
        return 0
    if words == ["check"]:
        found = list(faults())
        print("\n".join(found) if found else "Translations: complete.")
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
