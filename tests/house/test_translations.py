"""Every text of the interface is there in Chinese and Korean, with nothing empty, doubtful or left over."""

from __future__ import annotations

import ast
import gettext
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house.laws import PACKAGE, keep
from tools.messages import LANGUAGES, catalog_path, collect, faults, used


def test_every_text_is_translated_into_both_languages() -> None:
    assert len(list(used())) > 100
    law = "Everybody reads the house in their own language. `make messages` gathers the texts; then translate what is empty."
    keep(law, faults())


def hidden_texts(sources: Iterable[Path]) -> Iterator[str]:
    """Texts within an f-string: there nothing gathers them, so nobody would ever translate them."""
    for path in sources:
        for piece in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(piece, ast.JoinedStr):
                calls = (one for one in ast.walk(piece) if isinstance(one, ast.Call))
                names = (one.func.id for one in calls if isinstance(one.func, ast.Name))
                if any(name == "_" or name.endswith(("gettext", "gettext_lazy")) for name in names):
                    yield f"{path.name}:{piece.lineno}"


def test_no_text_hides_in_an_f_string(tmp_path: Path) -> None:
    law = "A text of the interface stands outside f-strings: within one it is never gathered."
    keep(law, hidden_texts(sorted(PACKAGE.rglob("*.py"))))
    (planted := tmp_path / "planted.py").write_text("a = f\"{_('One word')} {n}\"\n")
    assert list(hidden_texts([planted])) == ["planted.py:1"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with a text of each kind, in Python and in a template."""
    pages = tmp_path / "huiyin/web/templates"
    pages.mkdir(parents=True)
    (tmp_path / "huiyin/words.py").write_text(
        "a = _('One word')\nb = gettext('Hello %(name)s') % {'name': n}\nc = ngettext('%d page', '%d pages', n)\n"
        "d = pgettext('of a month', 'May')\n"
    )
    (pages / "page.html").write_text(
        "{% translate 'A heading' %}{% blocktranslate with who=x trimmed %}\n  Dear {{ who }}\n{% endblocktranslate %}"
    )
    return tmp_path / "huiyin"


def fill(package: Path, **changes: str) -> None:
    """Translate everything that was collected, both languages alike; ``changes`` say otherwise for some."""
    words = {"One word": "一个词", "Hello %(name)s": "你好，%(name)s", "May": "五月", "A heading": "标题"}
    words["Dear %(who)s"] = "尊敬的 %(who)s"
    for language in LANGUAGES:
        path = catalog_path(language, package)
        text = path.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "%d 页"')
        for original, word in {**words, **changes}.items():
            text = text.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{word}"')
        path.write_text(text, "utf-8")


def test_all_kinds_of_text_are_gathered_and_compiled(package: Path) -> None:
    assert collect(package) == dict.fromkeys(LANGUAGES, 6)
    assert all("not translated" in fault for fault in faults(package))
    fill(package)
    assert list(faults(package)) == []
    assert collect(package) == dict.fromkeys(LANGUAGES, 0), "gathering again keeps every translation"
    with catalog_path("ko", package).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("One word") == "一个词"


def test_gathering_twice_changes_nothing(package: Path) -> None:
    collect(package)
    before = catalog_path("ko", package).read_bytes()
    collect(package)
    assert catalog_path("ko", package).read_bytes() == before


def test_every_fault_is_found(package: Path) -> None:
    assert any("not in the file: 'One word'" in fault for fault in faults(package))
    collect(package)
    fill(package, **{"One word": " ", "Hello %(name)s": "你好", "A heading": "标题 %(much)s"})
    path = catalog_path("zh_Hans", package)
    path.write_text(
        path.read_text("utf-8").replace('msgctxt "of', '#, fuzzy\nmsgctxt "of')
        + '\nmsgid "Gone"\nmsgstr "没了"\n'
    )
    found = [fault.removeprefix("zh_Hans: ") for fault in faults(package) if fault.startswith("zh_Hans")]
    assert len(found) == 5, found
    for start, text in (
        ("not translated", "One word"), ("the places ['%(name)s']", "Hello"), ("the places []", "A heading"),
        ("doubtful (fuzzy)", "May"), ("no longer used", "Gone"),
    ):  # fmt: skip
        assert any(fault.startswith(start) and text in fault for fault in found), (start, found)


def test_a_broken_file_is_told_and_not_thrown(package: Path) -> None:
    collect(package)
    catalog_path("ko", package).write_text('msgid "a"\nnonsense\n')
    assert any(fault.startswith("ko: the file can't be read") for fault in faults(package))
