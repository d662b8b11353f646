"""Every command speaks the county's languages: the menu, each help, what is wrong with a command line."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core.management import load_command_class
from django.utils import translation

from huiyin.config import cli, tongue
from huiyin.rules.wide import wide
from tests.rooms.test_engine_cli import OWN

#: What stays as it is in every language: commands in their marks, switches, names of values, files and columns.
_KEPT = re.compile(r"`[^`]*`|--?[\w-]+|\{[^}]*\}|\b[A-Z_]{2,}\b|\b\w+[./]\w+\b")
#: Three English words in a row are a sentence of English.
_ENGLISH = re.compile(r"\b[A-Za-z']{2,}(?: [A-Za-z']{2,}){2,}")
_HAN, _HANGUL = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\uac00-\ud7af]")


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No language of the environment, and the one that was active afterwards."""
    monkeypatch.delenv("HUIYIN_LANG", raising=False)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    with translation.override(translation.get_language()):
        yield


def plain(text: str, command: str) -> str:
    """The text without what stays as it is in every language."""
    return _KEPT.sub(" – ", text.replace(command, " – "))


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser and those of its words."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


def sayings(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Everything that a help says in sentences: of the parser, of its words, of its switches."""
    yield parser.description or ""
    for action in parser._actions:
        if action.help != argparse.SUPPRESS:
            yield action.help or ""
        if isinstance(action, argparse._SubParsersAction):
            yield from (one.help or "" for one in action._choices_actions)


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(("code", "script"), [("zh", _HAN), ("ko", _HANGUL)])
def test_no_help_has_an_english_sentence(name: str, code: str, script: re.Pattern[str]) -> None:
    with translation.override(tongue.LANGUAGES[code]), tongue.parsing_in(code):
        for parser in parsers(cli._parser(load_command_class(cli.OURS, name), name)):
            said = [text for text in sayings(parser) if text]
            assert said
            assert [text for text in said if not script.search(text)] == []
            printed = plain(parser.format_help(), parser.prog)
            assert _ENGLISH.findall(printed) == []


@pytest.mark.parametrize(
    ("code", "usage"),
    [("zh", "用法："), ("ko", "사용법: "), ("en", "usage: ")],
)
def test_help_is_in_the_language_asked_for(code: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["verify", "--help", "--lang", code],
        ["verify", f"--lang={code}", "-h"],
        ["--lang", code, "verify", "-h"],
    ):
        with pytest.raises(SystemExit) as ended:
            cli.run(words)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"{usage}huiyin verify ")


def test_help_is_in_the_language_of_the_environment_else_the_countys(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, usage in (("", "用法："), ("ko", "사용법: "), ("en", "usage: ")):
        monkeypatch.setenv("HUIYIN_LANG", code)
        with pytest.raises(SystemExit):
            cli.run(["seal", "--help"])
        assert capsys.readouterr().out.startswith(f"{usage}huiyin seal")


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["--lang", "zh"], ["--lang=zh", "--help"], ["--help", "--lang", "zh"]]
)
def test_the_menu_speaks(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(words) == 0
    out = capsys.readouterr().out
    assert "核对每份卷宗、每张表、每项承诺" in out
    assert all(_HAN.search(line) for line in out.splitlines() if line)
    assert cli.run(["--help", "--lang", "ko"]) == 0
    assert "모든 문서철" in capsys.readouterr().out


def test_what_is_wrong_with_a_command_line_is_told_in_the_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (
        ["verify", "--wrong"],
        ["report"],
        ["report", "nonsense"],
        ["calendar", "show", "--year", "x"],
    ):
        with pytest.raises(SystemExit) as ended:
            cli.run(words)
        assert ended.value.code == 2
        err = capsys.readouterr().err
        assert "错误：" in err
        assert _ENGLISH.findall(plain(err, "huiyin calendar show")) == []
    assert cli.run(["verfy"]) == 2
    assert (
        capsys.readouterr().err == "没有“verfy”这个命令。是不是“verify”？用 `huiyin --help` 查看全部命令。\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["serve", "--port", "abc"], "--port：“abc”不是整数"),
        (["serve", "--port", "abc", "--lang", "ko"], "“abc”는 옹근수가 아닙니다"),
        (["calls", "try", "--ring", "x"], "--ring：“x”不是数"),
        (["verify", "--most", "-1"], "--most：“-1”不是零或正整数"),
        (["verify", "--most", "many"], "--most：“many”不是零或正整数"),
        (["train", "--most", "-1", "--lang", "en"], "--most: “-1” is no number of 0 or more"),
    ],
)
def test_what_is_no_number_is_told_in_words(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(words)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_a_help_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("report", "calendar", "evaluate"):
        with pytest.raises(SystemExit):
            cli.run([name, "--help"])
        assert max(map(wide, capsys.readouterr().out.splitlines())) <= 80


def test_nothing_of_the_environment_stays_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "de"):
        monkeypatch.delenv("LANGUAGE", raising=False)
        if before is not None:
            monkeypatch.setenv("LANGUAGE", before)
        with pytest.raises(SystemExit):
            cli.run(["seal", "--help"])
        assert os.environ.get("LANGUAGE") == before
    assert argparse._("options") == "options"


def test_a_language_that_isnt_there_is_told_in_one_that_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.run(["seal", "--lang", "de"])
    assert "没有 'de' 这一项" in capsys.readouterr().err
    assert tongue.wanted(["seal", "--lang"]) == "zh"
    monkeypatch.setenv("HUIYIN_LANG", "de")
    assert cli.run([]) == 0
    assert "用法：" in capsys.readouterr().out


def test_the_menu_in_another_language_loads_no_django() -> None:
    code = "import sys; from huiyin.config import cli; cli.run(['--lang', 'ko']); sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL).returncode == 0
    )
