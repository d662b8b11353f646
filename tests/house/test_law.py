"""docs/rules.md says which article stands in which function and which test; both must exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from huiyin.rules.clocks import RULES
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import ROUTE_ARTICLE
from tests.house.laws import ROOT, keep
from tools import lifecycle

TABLE = ROOT / "docs/rules.md"
#: | article | what it says | function (module:name, several by commas) | test (file:name or file)
ROW = re.compile(
    r"^\|\s*(?P<article>[^|]+?)\s*\|\s*(?P<says>[^|]+?)\s*\|\s*(?P<where>[^|]+?)\s*\|\s*(?P<test>[^|]+?)\s*\|$"
)
CODE = re.compile(r"`([^`]+)`")
ARTICLE = re.compile(r"\d+")


def rows(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Article, functions and tests of each row; the heads of the tables and their rulers are no rows."""
    for line in text.splitlines():
        if found := ROW.match(line):
            where, tests = CODE.findall(found["where"]), CODE.findall(found["test"])
            if found["article"].lower() != "article" and not set(found["article"]) <= set("-: "):
                yield found["article"], where, tests


def nameless(text: str, root: Path = ROOT) -> Iterator[str]:
    """Rows without a function or a test, and names that are nowhere."""
    for article, where, tests in rows(text):
        if not where or not tests:
            yield f"{article}: names {'no function' if not where else 'no test'}"
        for name in where:
            path, _, inside = name.partition(":")
            if not inside or inside not in names_in(root / "huiyin" / path):
                yield f"{article}: there is no {name}"
        for name in tests:
            path, _, inside = name.partition(":")
            file = root / "tests" / path
            if not file.is_file() or (inside and inside not in names_in(file)):
                yield f"{article}: there is no test {name}"


@cache
def names_in(path: Path) -> frozenset[str]:
    """Names at the top of a module (functions, classes, values) and inside its classes (Class.name)."""
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        found |= _bound(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for part in node.body for name in _bound(part)}
    return frozenset(found)


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.AnnAssign):
        return {ast.unparse(node.target)}
    return {ast.unparse(target) for target in node.targets} if isinstance(node, ast.Assign) else set()


def articles_of_the_code() -> set[str]:
    """Every article of the Regulation that the tables of the rules give as their reason."""
    named = [row.article for row in TRANSITIONS.values()] + [rule.article for rule in RULES.values()]
    return {number for name in (*named, *ROUTE_ARTICLE.values()) for number in ARTICLE.findall(name)[:1]}


def test_every_article_leads_to_a_function_and_a_test_that_exist() -> None:
    text = TABLE.read_text("utf-8")
    assert len(list(rows(text))) > 15
    keep(
        "docs/rules.md names, for each article, functions (`path:name`) and tests (`path:name`) that exist.",
        nameless(text),
    )


def test_every_article_in_the_code_stands_in_the_table() -> None:
    told = {
        number for article, _, _ in rows(TABLE.read_text("utf-8")) for number in ARTICLE.findall(article)[:1]
    }
    keep(
        "An article that the rules give as a reason has its row in docs/rules.md.",
        articles_of_the_code() - told,
    )


def test_a_row_that_leads_nowhere_is_found() -> None:
    planted = (
        "| Article | What it says | Function | Test |\n|---|---|---|---|\n"
        "| 34 | sixty days | `rules/clocks.py:due_on` | `house/test_law.py:test_a_row_that_leads_nowhere_is_found` |\n"
        "| 22 | fifteen days | `rules/clocks.py:due_yesterday` | `house/test_law.py` |\n"
        "| 23 | five days | someday | `house/test_nothing.py` |\n"
        "| 35 | thirty days | `rules/terms.py:Clock.T6` | `house/test_law.py:test_nothing` |\n"
    )
    assert list(nameless(planted)) == [
        "22: there is no rules/clocks.py:due_yesterday", "23: names no function",
        "23: there is no test house/test_nothing.py", "35: there is no test house/test_law.py:test_nothing",
    ]  # fmt: skip


def test_the_diagram_says_what_the_table_says() -> None:
    law = "docs/lifecycle.md is drawn from the table of transitions: `make lifecycle`."
    keep(
        law,
        []
        if lifecycle.PAGE.read_text("utf-8") == lifecycle.page()
        else ["docs/lifecycle.md is behind the table"],
    )


#: Chapters 3 to 5 of the Regulation.
CHAPTERS = range(17, 48)


def test_chapters_three_to_five_are_there_whole() -> None:
    told = {
        int(number) for article, _, _ in rows(TABLE.read_text("utf-8")) for number in ARTICLE.findall(article)
    }
    keep("Every article of chapters 3 to 5 has its row in docs/rules.md.", map(str, set(CHAPTERS) - told))
