"""What the commands print is in the language that is asked for: run on small things, and read in their source."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.seeding.plan import TooMany
from huiyin.rooms.management import evaluation_words, readiness
from huiyin.rooms.management.commands import demo, init, serve
from huiyin.rooms.management.evaluation_words import KINDS
from huiyin.rooms.vault import boxes, keys
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import comes_in, go
from tests.rooms.test_engine_speaking import _ENGLISH, _HAN, _HANGUL, plain

SPOKEN = pytest.mark.parametrize(("code", "script"), [("zh-hans", _HAN), ("ko", _HANGUL)])
MANAGEMENT = Path(readiness.__file__).parent
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def printed(code: str, *words: str, **options: Any) -> str:
    """What a command prints on both ways out, with its refusal."""
    out = StringIO()
    with override(code):
        try:
            call_command(*words, stdout=out, stderr=out, **options)
        except CommandError as no:
            out.write(f"{no}\n")
    return out.getvalue()


def foreign(text: str, script: re.Pattern[str]) -> list[str]:
    """The lines of which a word in English is the first, and sentences of English wherever they stand."""
    lines = [plain(line, "huiyin") for line in text.splitlines()]
    begun = [line for line in lines if re.match(r"\s*[A-Za-z]{2,}\b", line) and not script.search(line)]
    return [*begun, *(found for line in lines for found in _ENGLISH.findall(line))]


@pytest.mark.usefixtures("county")
@SPOKEN
@pytest.mark.parametrize(
    ("words", "least"),
    [
        (("figures", *MARCH), 10),
        (("figures", *MARCH, "--basis", "exchanged"), 10),
        (("ratings", *MARCH), 9),
        (("annual", "--year", "2026"), 20),
        (("drift", *MARCH), 2),
        (("terms", *MARCH), 5),
        (("figures", "--from", "2026-03-31", "--to", "2026-03-01"), 1),
        (("ratings", "--from", "2026-03-31", "--to", "2026-03-01"), 1),
        (("drift", "--from", "2026-03-31", "--to", "2026-03-01"), 1),
        (("terms", "--from", "2026-03-31", "--to", "2026-03-01"), 1),
    ],
)
def test_the_reports_speak(code: str, script: re.Pattern[str], words: tuple[str, ...], least: int) -> None:
    go(comes_in().number, Verb.CLOSE)
    comes_in(channel="call", persons=1)
    said = printed(code, "report", *words)
    assert len(said.splitlines()) >= least
    assert script.search(said)
    assert foreign(said, script) == []


@pytest.mark.django_db
@SPOKEN
def test_the_keys_speak(code: str, script: re.Pattern[str], settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME, settings.HUIYIN_CIPHER = tmp_path, boxes.AES
    keys.make()
    settings.HUIYIN_CIPHER = boxes.SM4
    keys.begin_rotation("index", now=keys.ring().field.created)
    said = printed(code, "keys", "show", "--count")
    assert len(said.splitlines()) == 8  # heading, five keys, what isn't finished, what the settings ask for
    for more in (
        ("forget", "00000000"),
        ("forget", keys.ring().field.id),
        ("rotate", "--index"),
        ("forget", keys.ring().field.id),
        ("show",),
    ):
        said += printed(code, "keys", *more)
    said = re.sub(r"\b[0-9a-f]{8}\b", "0", said)  # a key's number may be of letters alone
    assert foreign(said, script) == []
    keys.path().write_text("{}")
    assert foreign(printed(code, "keys", "show"), script) == []
    keys.path().unlink()
    assert foreign(printed(code, "keys", "show"), script) == []
    settings.HUIYIN_HOME = tmp_path / "none"
    assert foreign(printed(code, "keys", "show"), script) == []


@pytest.mark.slow
@pytest.mark.django_db
@SPOKEN
def test_init_speaks(code: str, script: re.Pattern[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.rooms.management.assets.gather", lambda: False)
    monkeypatch.setattr(init, "reproject_if_older", lambda tell: tell(20_000) or 7)
    monkeypatch.setattr(init, "reindex_if_older", lambda tell: tell(50_000) or 9)
    refused = printed(code, "init", admin="a b")
    said = printed(code, "init")
    again = printed(code, "init")
    for text in (refused, said, again):
        assert script.search(text)
        assert foreign(text, script) == []
    assert len(said.splitlines()) == 12
    starts = {len(line) - len(line.lstrip()) for line in said.splitlines() if line.startswith(" ")}
    assert starts == {15}, "what goes on begins where the words of each step do"


@pytest.mark.django_db
@SPOKEN
def test_serve_speaks(
    code: str, script: re.Pattern[str], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    began: list[str] = []
    monkeypatch.setattr(serve, "serve", lambda host, port, *rest: began.append(f"{host}:{port}"))
    monkeypatch.setattr(serve, "check_port", lambda host, port: None)
    monkeypatch.setattr(serve, "announce_server", lambda: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr("huiyin.rooms.management.assets.gather", lambda: True)
    monkeypatch.delenv("HUIYIN_HOSTS", raising=False)
    settings.HUIYIN_HOME = tmp_path
    keys.make()
    settings.HUIYIN_CIPHER = next(name for name in boxes.SHORT if name != keys.ring().field.algorithm)
    said = printed(code, "serve", host="192.0.2.1", port=8123, no_work=True)
    assert began == ["192.0.2.1:8123"]
    assert len(said.splitlines()) == 4
    assert " http://192.0.2.1:8123 " in said, "an address that a terminal can open"
    said += printed(code, "serve", port=70000)
    said += printed(code, "serve", workers=0)
    monkeypatch.setenv("PORT", "http")
    said += printed(code, "serve")
    monkeypatch.setattr(serve, "missing_migrations", lambda: 1)
    said += printed(code, "serve", port=8123)
    assert len(said.splitlines()) == 8
    assert foreign(said, script) == []


@pytest.mark.usefixtures("county")
@SPOKEN
def test_the_demo_speaks(
    code: str, script: re.Pattern[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    go(comes_in().number, Verb.CLOSE)
    comes_in(channel="call", persons=1)
    monkeypatch.setattr(demo, "call_command", lambda name, **options: None)
    monkeypatch.setattr(demo, "DAYS", 36_000)
    said = printed(code, "demo", no_serve=True)
    assert "huiyin-demo" not in said, "a county at work is left alone"
    monkeypatch.setattr(player, "is_there", lambda: True)
    monkeypatch.setattr("huiyin.rooms.county.places_map.set_towns", lambda *_, **__: None)
    said += printed(code, "demo", no_serve=True)
    assert "huiyin-demo" in said
    settings.HUIYIN_COUNTY = "110101"
    said += printed(code, "demo", no_serve=True)
    assert foreign(said, script) == []


@pytest.mark.django_db
@SPOKEN
def test_the_bench_speaks(code: str, script: re.Pattern[str], monkeypatch: pytest.MonkeyPatch) -> None:
    module = "huiyin.rooms.management.commands.bench"
    said = printed(code, "bench", "seed", "0")

    def too_many(*_: Any, **__: Any) -> Iterator[Any]:
        raise TooMany("–")

    monkeypatch.setattr(f"{module}.demo_cast", lambda *_, **__: [])
    monkeypatch.setattr(f"{module}.settle", lambda: None)
    for happens in (lambda *_, **__: iter(()), too_many):
        monkeypatch.setattr(f"{module}.seed", happens)
        said += printed(code, "bench", "seed", "5")
    assert len(said.splitlines()) == 4
    assert foreign(said, script) == []


PAIRS = {"negative_pairs_above_link": 0.0, "negative_pairs": 3, "highest_negative": 0.2}
SCORES: dict[str, Any] = {"precision": 0.5, "recall": 0.5, "f1": 0.5}
FOUND: dict[Callable[[dict[str, Any]], Iterator[str]], dict[str, Any]] = {
    evaluation_words.categories: {
        "rows": 9, "test_rows": 3, "folds": 0, "unlabelled": 2, "unlabelled_copies": 1, "macro_f1": 0.5, "accuracy": 0.5,
        "near_copies": 1, "macro_f1_without_copies": 0.5, "calibration_error": 0.1, "seconds": 1.0, "peak_megabytes": 9,
        "curve": [{"coverage": 1.0, "accuracy": 0.5, "from": 0.1}], "labels": {"甲": {**SCORES, "n": 9}}, "confusion": [[9]],
    },
    evaluation_words.same_matter: {
        "messages": 9, "link": 0.5, "shown": 20, "seconds": 1.0,
        "halves": {name: {"recall_at_20": 0.9, "queries": 3, **PAIRS} for name in ("tuning", "reporting")},
        "events": {"甲": {
            "positive": 3, "recall_at_20": 0.9, "recall_at_20_related_aside": 0.9, "positive_pairs_above_link": 0.9, **PAIRS,
        }},
        "copies": {"found": 1, "pairs": 1, "groups": 1},
        "planted": {
            "rewordings": 9, "found_within_20": 0.9, "above_link": 0.9, "kinds": dict.fromkeys(KINDS, (0.9, 0.9)),
            "apart": {"same thing elsewhere": PAIRS},
        },
    },
    evaluation_words.hot: {
        "messages": 9, "grouped": 3, "groups": 1, "join": 0.5, "by_place_alone": 0, "seconds": 1.0,
        **dict.fromkeys(("b_cubed", "b_cubed_reporting_half", "b_cubed_related_in"), SCORES),
        "events": {"甲": {"in_largest": 3, "positive": 3, "largest": 3, "groups": 1}},
        "largest": [{
            "petitions": 3, "persons": 3, "first": "2026-03-01", "last": "2026-03-02", "index": 40, "title": "路灯",
        }],
    },
    evaluation_words.replies: {
        "answers": 9, "called_empty": 3, "labels": 4, "not_in_file": 1,
        "halves": {"tuning": {
            "labels": 3, "empty": 1, "right": 1, "false_alarms": 0, "missed": 0, "precision": None, "recall": 0.5,
            "weighed": {"precision": None, "recall": 0.5},
        }},
    },
}  # fmt: skip


@SPOKEN
@pytest.mark.parametrize("lines", FOUND, ids=lambda lines: lines.__name__)
def test_what_was_measured_is_told(
    code: str, script: re.Pattern[str], lines: Callable[[dict[str, Any]], Iterator[str]]
) -> None:
    with override(code):
        said = list(lines(FOUND[lines]))
    words = [line for line in said if re.search(r"[^\W\d]", line.replace("甲", ""))]
    assert len(words) >= 3
    untold = [line for line in words if not script.search(line.replace("甲", "")) and "路灯" not in line]
    assert untold == []
    assert foreign("\n".join(said), script) == []


def test_every_kind_of_rewording_has_its_words() -> None:
    from huiyin.rooms.insight.planting import planted

    own = planted()
    assert {kind for kind, _, _ in (*own.rewordings, *own.apart)} <= KINDS.keys()


@SPOKEN
def test_what_cant_be_measured_is_told(code: str, script: re.Pattern[str], tmp_path: Path) -> None:
    empty, other = tmp_path / "e.csv", tmp_path / "o.csv"
    empty.write_text("number,empty\n", "utf-8")
    other.write_text("number,answer\n1,x\n", "utf-8")
    for answers, labels in (
        (tmp_path / "none.csv", empty),
        (empty, empty),
        (other, empty),
        (tmp_path, empty),
    ):
        said = printed(code, "evaluate", "replies", f"--file={answers}", f"--labels={labels}")
        assert script.search(said)
        assert _ENGLISH.findall(plain(said.replace(str(tmp_path), ""), "huiyin")) == []
    for words in (("--folds", "1"), ("--seed", "-1")):
        said = printed(code, "evaluate", "categories", "--train", str(other), *words)
        assert script.search(said)
        assert foreign(said, script) == []


# -- the source ----------------------------------------------------------------------------------------------------------------


def sayings(tree: ast.AST) -> Iterator[str]:
    """What is printed, refused or yielded as it stands in the code, asked of no catalogue."""
    for node in ast.walk(tree):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"write", "_say", "CommandError", "ArgumentTypeError"}:
                said = node.args
        elif isinstance(node, ast.Yield) and node.value is not None:
            said = [node.value]
        for one in said:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            yield from (
                str(p.value) for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)
            )


def test_no_command_prints_a_word_past_the_catalogues() -> None:
    files = [*MANAGEMENT.glob("*.py"), *(MANAGEMENT / "commands").glob("*.py")]
    assert len(files) > 30
    found = {
        f"{file.name}: {text}"
        for file in files
        for text in sayings(ast.parse(file.read_text("utf-8")))
        if re.search(r"[A-Za-z\u4e00-\u9fff\uac00-\ud7af]{2,}", text)
    }
    assert found == set()
