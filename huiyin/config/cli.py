"""The `huiyin` command: Django's management commands with our names, our help and plain sentences when something is wrong.

Exit status: 0 done; 1 it could not be done or faults were found; 2 the command line is wrong; 130 stopped by Ctrl-C.
Django is imported only when a command really runs.
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from huiyin.config.home import ENVIRONMENT, home

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

COMMANDS = {
    "init": "prepare the folder, the tables, the county and the first administrator",
    "serve": "start the web server and the worker",
    "work": "start a worker alone",
    "demo": "make the demonstration county and serve it",
    "import": "take in messages from a file",
    "verify": "check every dossier, table and promise",
    "same": "look for matters that are the same, and for hot ones, now",
    "report": "print figures, the year's report, which terms were kept",
    "explain": "tell one matter: its terms step by step, what may happen next",
    "due": "list every duty due on a day or before",
    "backlog": "list what is stuck: drawer, tail and bone cases",
    "calendar": "show working days, load the yearly holiday notice",
    "duty": "the leaders' duty rota",
    "map": "load the county's outline, and where its towns lie",
    "keys": "renew the keys of personal data",
    "calls": "let a telephone system tell of calls; try it with a scripted caller",
    "seal": "seal the record as it stands",
    "train": "learn categories and units from the county's own matters",
    "evaluate": "measure on files how well suggestions do",
    "reindex": "lay all words into the search index anew",
    "previews": "draw the small pictures of what was attached before",
    "bench": "fill a database for measuring",
}
WITHOUT_HOME = frozenset({"init", "demo", "bench", "evaluate"})  # these make it themselves, or need none
OURS = "huiyin.rooms"
#: ``--lang`` of every command of ours, and what may stand in the environment instead.
LANGUAGES = {"zh": "zh-hans", "ko": "ko", "en": "en"}
LANGUAGE = "HUIYIN_LANG"
NOISE = frozenset(
    {"settings", "pythonpath", "version", "traceback", "no_color", "force_color", "skip_checks"}
)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status."""
    words = sys.argv[1:] if arguments is None else arguments
    os.umask(0o077)  # whatever a command makes is for its owner alone
    try:
        status = run(words)
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # `huiyin verify | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


def run(words: list[str]) -> int:
    """What ``main`` does, with the status returned."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] == "--version":
        from importlib.metadata import version

        print(f"huiyin {version('huiyin')}")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    name = words[0]
    asks = any(word in {"-h", "--help"} for word in words[1:])
    if name in COMMANDS and name not in WITHOUT_HOME and not asks and not home().exists():
        if _holds_entries(home().database):
            return _refuse(
                f"The folder {home().secrets} with the keys is missing, but the database holds entries. "
                "Put secrets/ back from the backup.",
                1,
            )
        return _refuse(
            f"There is no Huiyin in {home().root}. Run `huiyin init` first, or set {ENVIRONMENT}.", 1
        )
    return _manage(name, words)


def overview() -> str:
    """The commands with a line each."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {line}" for name, line in COMMANDS.items()]
    return "\n".join(
        [
            "usage: huiyin COMMAND …        huiyin COMMAND --help tells more",
            "",
            *lines,
            "",
            f"Data and secrets are kept in {ENVIRONMENT} (now {home().root}).",
        ]
    )


def _holds_entries(file: Path) -> bool:
    """Whether a SQLite file holds a record already: then only its own keys will do, and `huiyin init` is no help."""
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("SELECT 1 FROM huiyin_entry LIMIT 1").fetchone() is not None
    except sqlite3.Error:  # no such file, or no such table
        return False


def _manage(name: str, words: list[str]) -> int:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import get_commands, load_command_class

    try:
        django.setup()
    except ImproperlyConfigured as error:
        return _refuse(str(error), 1)
    app = get_commands().get(name)
    if app is None:
        near = difflib.get_close_matches(name, [*COMMANDS, *get_commands()], n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        return _refuse(f"There is no command “{name}”.{hint} `huiyin --help` lists them.", 2)
    if app != OURS:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["huiyin", *words])
        return 0
    return _execute(load_command_class(OURS, name), words)


def _execute(command: BaseCommand, words: list[str]) -> int:
    """Our own commands: without Django's general options in the help, and without “CommandError:” before the sentence."""
    import argparse

    from django.core.management.base import CommandError, handle_default_options
    from django.db import connections

    from huiyin.rooms.vault.keys import KeyRingError

    try:
        asked = language(os.environ.get(LANGUAGE, ""))
    except ValueError as error:
        return _refuse(f"{LANGUAGE}: {error}", 2)
    vars(command)["_called_from_command_line"] = (
        True  # so that a wrong switch ends with the usage and status 2
    )
    parser = command.create_parser("huiyin", words[0])
    for action in parser._actions:
        if action.dest in NOISE:
            action.help = argparse.SUPPRESS
    parser.add_argument(
        "--lang", choices=sorted(LANGUAGES), help=f"language of what is printed (the county's, or {LANGUAGE})"
    )
    options = parser.parse_args(_language_first(words[1:]))
    handle_default_options(options)
    given = vars(options)
    _speak(given.pop("lang", None) or asked)
    try:
        command.execute(*given.pop("args", ()), **given)
    except CommandError as error:
        if options.traceback:
            raise
        return _refuse(str(error), error.returncode)
    except KeyRingError as error:
        return _refuse(str(error), 1)
    finally:
        connections.close_all()
    return 0


def _language_first(words: list[str]) -> list[str]:
    """``--lang`` may stand anywhere, behind the kind of a report as well: argparse takes it only before."""
    for n, word in enumerate(words):
        if word == "--lang" or word.startswith("--lang="):
            end = n + (2 if word == "--lang" else 1)
            return [*words[n:end], *words[:n], *words[end:]]
    return words


def language(text: str) -> str:
    """What the environment asks for: ``zh``, ``ko`` or ``en``, as in ``--lang``; empty for nothing. Refuses others."""
    if text and text not in LANGUAGES:
        raise ValueError(f"“{text}” is none of {', '.join(sorted(LANGUAGES))}.")
    return text


def _speak(asked: str) -> None:
    """Say everything in the language asked for; the county's where none was."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(LANGUAGES[asked] if asked else settings.LANGUAGE_CODE)


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
