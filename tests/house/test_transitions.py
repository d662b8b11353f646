"""Every row of the table of transitions is played by tests that say so, and every verb leaves its entry in the dossier."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from tests.house.laws import ROOT, here, keep, repository_files, tree_of

MARK = "transition"
#: How a test may play a verb other than by its name: a matter's life begins by registering it.
ALSO = {Verb.REGISTER: {"Life", "comes_in", "REGISTER", "life"}}


def marked(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each verb that a test of this file is marked with, and the test."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == MARK:
                    yield from ((_verb(argument), node) for argument in call.args)


def _verb(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    return argument.attr.lower() if isinstance(argument, ast.Attribute) else ast.unparse(argument)


def plays(test: ast.FunctionDef, verb: str, module: ast.Module) -> bool:
    """Whether the test's body, or a function of the same file that it calls, names the verb."""
    wanted = {verb, f"{verb}_", verb.upper(), *ALSO.get(verb, ())}
    names = _names(test)
    called = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name in names]
    return bool(wanted & names) or any(wanted & _names(node) for node in called if node is not test)


def _names(test: ast.FunctionDef) -> set[str]:
    found = set()
    for part in [*test.args.args, *test.body]:
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Name | ast.arg):
                found.add(node.id if isinstance(node, ast.Name) else node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def untested(paths: Iterable[Path], verbs: Collection[str]) -> Iterator[str]:
    """Verbs that no test is marked with, marks that name no verb, and tests that don't play what they are marked with."""
    seen = set()
    for path in paths:
        module = tree_of(path)
        for verb, test in marked(path):
            if verb not in verbs:
                yield f"{here(path)}:{test.lineno} is marked with {verb!r}, which is no verb of the table"
            elif test.name.startswith("test_") and plays(test, verb, module):
                seen.add(verb)
            else:
                yield f"{here(path)}:{test.lineno} {test.name} is marked with {verb!r} but doesn't play it"
    yield from (f"no test is marked with {verb!r}" for verb in set(verbs) - seen)


def files_of(folder: str) -> list[Path]:
    """The test files of a folder below tests/."""
    return [
        path
        for path in repository_files()
        if path.parent == ROOT / "tests" / folder and path.match("test_*.py")
    ]


def test_every_transition_has_a_test_among_the_rules() -> None:
    law = (
        "Each row of the table has a test in tests/rules that plays it, marked @pytest.mark.transition(verb)."
    )
    keep(law, untested(files_of("rules"), {verb.value for verb in TRANSITIONS}))


def test_every_verb_is_a_row_of_the_table() -> None:
    keep(
        "A verb without a row could never be done.",
        {verb.value for verb in Verb} - {verb.value for verb in TRANSITIONS},
    )


def test_an_untested_transition_and_a_lying_mark_are_found(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(
        "@pytest.mark.transition('sign', 'close')\n"
        "def test_signs():\n    life.do(Verb.SIGN, BAO)\n\n"
        "@transition('fly')\n"
        "def test_flies():\n    pass\n"
    )
    assert sorted(line.split(" ", 1)[1] for line in untested([planted], {"sign", "close", "issue"})) == [
        "is marked with 'fly', which is no verb of the table",
        "test is marked with 'close'",
        "test is marked with 'issue'",
        "test_signs is marked with 'close' but doesn't play it",
    ]
