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
from huiyin.config.tongue import (
    LANGUAGE,
    LANGUAGES,
    READ,
    Formatter,
    Sayer,
    gettext_noop,
    language,
    language_first,
    parsing_in,
    sayer,
    wanted,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.core.management.base import BaseCommand

COMMANDS = {
    "init": gettext_noop("prepare the folder, the tables, the county and the first administrator"),
    "serve": gettext_noop("start the web server and the worker"),
    "work": gettext_noop("start a worker alone"),
    "demo": gettext_noop("make the demonstration county and serve it"),
    "import": gettext_noop("take in messages from a file"),
    "verify": gettext_noop("check every dossier, table and promise"),
    "same": gettext_noop("look for matters that are the same, and for hot ones, now"),
    "report": gettext_noop("print figures, the year's report, which terms were kept"),
    "explain": gettext_noop("tell one matter: its terms step by step, what may happen next"),
    "due": gettext_noop("list every duty due on a day or before"),
    "backlog": gettext_noop("list what is stuck: drawer, tail and bone cases"),
    "calendar": gettext_noop("show working days, load the yearly holiday notice"),
    "duty": gettext_noop("the leaders' duty rota"),
    "map": gettext_noop("load the county's outline, and where its towns lie"),
    "keys": gettext_noop("renew the keys of personal data"),
    "calls": gettext_noop("let a telephone system tell of calls; try it with a scripted caller"),
    "seal": gettext_noop("seal the record as it stands"),
    "train": gettext_noop("learn categories and units from the county's own matters"),
    "evaluate": gettext_noop("measure on files how well suggestions do"),
    "reindex": gettext_noop("lay all words into the search index anew"),
    "previews": gettext_noop("draw the small pictures of what was attached before"),
    "bench": gettext_noop("fill a database for measuring"),
}
WITHOUT_HOME = frozenset({"init", "demo", "bench", "evaluate"})  # these make it themselves, or need none
OURS = "huiyin.rooms"
NOISE = frozenset(
    {"settings", "pythonpath", "version", "verbosity", "traceback", "no_color", "force_color", "skip_checks"}
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
    gettext = sayer(wanted(words))
    words = _command_first(words)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview(gettext))
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
            said = gettext(
                "The folder %(folder)s with the keys is missing, but the database holds entries. "
                "Put secrets/ back from the backup."
            )
            return _refuse(said % {"folder": home().secrets}, 1)
        said = gettext("There is no Huiyin in %(folder)s. Run `huiyin init` first, or set %(variable)s.")
        return _refuse(said % {"folder": home().root, "variable": ENVIRONMENT}, 1)
    return _manage(name, words, gettext)


def _command_first(words: list[str]) -> list[str]:
    """``huiyin --lang ko verify`` is ``huiyin verify --lang ko``; the language alone asks for nothing."""
    if not words or not words[0].startswith("--lang"):
        return words
    end = 1 if "=" in words[0] else 2
    return [*words[end : end + 1], *words[:end], *words[end + 1 :]] if words[end:] else []


def overview(gettext: Sayer) -> str:
    """The commands with a line each."""
    width = max(map(len, COMMANDS))
    lines = ["  " + name.ljust(width) + "  " + gettext(line) for name, line in COMMANDS.items()]
    kept = gettext("Data and secrets are kept in %(variable)s (now %(folder)s).")
    return "\n".join(
        [
            gettext("usage: huiyin COMMAND …        huiyin COMMAND --help tells more"),
            "",
            *lines,
            "",
            kept % {"variable": ENVIRONMENT, "folder": home().root},
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


def _manage(name: str, words: list[str], gettext: Sayer) -> int:
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
        if near:
            said = gettext(
                "There is no command “%(name)s”. Did you mean “%(near)s”? `huiyin --help` lists them."
            )
            return _refuse(said % {"name": name, "near": near[0]}, 2)
        said = gettext("There is no command “%(name)s”. `huiyin --help` lists them.")
        return _refuse(said % {"name": name}, 2)
    if app != OURS:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["huiyin", *words])
        return 0
    return _execute(load_command_class(OURS, name), words)


def _execute(command: BaseCommand, words: list[str]) -> int:
    """Our own commands: without Django's general options in the help, and without “CommandError:” before the sentence."""
    from django.core.management.base import CommandError, handle_default_options
    from django.db import DatabaseError, connections
    from django.utils import translation

    from huiyin.rooms.vault.keys import KeyRingError

    try:
        language(os.environ.get(LANGUAGE, ""))
    except ValueError as error:
        return _refuse(f"{LANGUAGE}: {error}", 2)
    vars(command)["_called_from_command_line"] = (
        True  # so that a wrong switch ends with the usage and status 2
    )
    code = wanted(words[1:])
    translation.activate(LANGUAGES[code])
    with parsing_in(code):
        options = _parser(command, words[0]).parse_args(language_first(words[1:]))
    handle_default_options(options)
    given = vars(options)
    del given["lang"]
    try:
        command.execute(*given.pop("args", ()), **given)
    except CommandError as error:
        if options.traceback:
            raise
        return _refuse(str(error), error.returncode)
    except KeyRingError as error:
        return _refuse(str(error), 1)
    except DatabaseError:
        if options.traceback or not _behind():
            raise
        said = translation.gettext(
            "The tables aren't those of this edition of the program. Run `huiyin init`."
        )
        return _refuse(said, 1)
    finally:
        connections.close_all()
    return 0


def _behind() -> bool:
    """Whether tables are missing or older than the program; of a database that doesn't answer nobody knows."""
    from django.db import DatabaseError

    from huiyin.rooms.management.readiness import missing_migrations

    try:
        return missing_migrations() > 0
    except DatabaseError:
        return False


def _parser(command: BaseCommand, name: str) -> ArgumentParser:
    """The command's own parser, in the language that is spoken."""
    import argparse

    from django.utils.translation import gettext

    command.help = gettext(command.help) if command.help else ""
    parser = command.create_parser("huiyin", name)
    for action in parser._actions:
        if action.dest in NOISE:
            action.help = argparse.SUPPRESS
    told = gettext("language of what is printed (the county's, or %(variable)s)")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help=told % {"variable": LANGUAGE})
    _as_ours(parser)
    return parser


def _as_ours(parser: ArgumentParser) -> None:
    """Its lines as wide as they look, and what is no number told in words, also in the parsers of its words."""
    import argparse

    parser.formatter_class = Formatter
    for action in parser._actions:
        action.type = READ.get(action.type, action.type)
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                _as_ours(one)


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
