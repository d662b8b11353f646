"""Small declarations of what the columns of a foreign file mean; one TOML file a profile."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

NEEDED = ("foreign_number", "text", "received_at")


class BadProfile(Exception):
    """The profile isn't there, says something that can't be, or fits no file: why (a code), what the sentence names.

    ``profiles``: where none fits, each that is known with the columns that it needs.
    """

    def __init__(self, reason: str, profiles: Sequence[Mapping[str, str]] = (), **params: str) -> None:
        super().__init__(reason, *params.values())
        self.reason, self.profiles, self.params = reason, profiles, params


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read one kind of file. ``columns`` maps our field names to the file's headings.

    ``source``: the board that the file is from; profiles of one board share it, so that its numbers and accounts are the same.
    ``formerly``: what earlier editions called that board, for what they have taken in.
    ``accounts``: how a "person" is written that is an account of one person there; none by default, for a name may be many's.
    """

    name: str
    source: str
    channel: str
    klass: str
    category: str
    moments: tuple[str, ...]
    columns: dict[str, str]
    class_words: dict[str, str] = field(default_factory=dict)
    category_words: dict[str, str] = field(default_factory=dict)
    accounts: re.Pattern[str] | None = None
    formerly: tuple[str, ...] = ()

    def account(self, person: str) -> str:
        """The account that a file's "person" is, as ``source:id``; empty where it is a name that many may have.

        Width, case and blanks make no other account of it.
        """
        written = "".join(unicodedata.normalize("NFKC", person).upper().split())
        return f"{self.source}:{written}" if self.accounts and self.accounts.fullmatch(written) else ""

    def earlier(self, key: str) -> tuple[str, ...]:
        """The keys under which earlier editions knew what is ``source:id`` now."""
        return tuple(f"{former}:{key.removeprefix(f'{self.source}:')}" for former in self.formerly)

    def fits(self, header: list[str]) -> bool:
        """Whether the file has every column that the profile names."""
        return set(self.columns.values()) <= set(header)


def names() -> list[str]:
    """The profiles that ship with the program."""
    files = resources.files(__name__).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))


def load(name: str) -> Profile:
    """One profile by name. Refuses an unknown name and one that leaves out a needed column."""
    file = resources.files(__name__) / f"{name}.toml"
    if name not in names():
        raise BadProfile("no_such_profile", profile=name, known=", ".join(names()))
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    missing = [column for column in NEEDED if column not in said["columns"]]
    if missing:
        raise BadProfile("profile_without_columns", profile=name, columns=", ".join(missing))
    return Profile(
        name=name,
        source=said["source"],
        channel=said["channel"],
        klass=said["class"],
        category=said["category"],
        moments=tuple(said["moments"]),
        columns=said["columns"],
        class_words=said.get("class_words", {}),
        category_words=said.get("category_words", {}),
        accounts=re.compile(said["accounts"]) if "accounts" in said else None,
        formerly=tuple(said.get("formerly", ())),
    )


def recognise(header: list[str]) -> Profile:
    """The profile that explains most of the file's columns; BadProfile if none fits."""
    known = list(map(load, names()))
    fitting = [profile for profile in known if profile.fits(header)]
    if not fitting:
        raise none_fits(header, {profile.name: list(profile.columns.values()) for profile in known})
    return max(fitting, key=lambda profile: len(profile.columns))


def none_fits(header: Sequence[str], known: Mapping[str, Sequence[str]]) -> BadProfile:
    """What to say where none of the known profiles, each with its columns, fits the file's.

    The file's own are told only where one of them is known: without a heading they are somebody's name and words.
    """
    needed = [{"profile": name, "columns": ", ".join(columns)} for name, columns in known.items()]
    if not set(header) & {column for columns in known.values() for column in columns}:
        return BadProfile("no_headings", needed)
    shown = ", ".join("".join(c for c in name[:30] if c.isprintable()) for name in header[:12])
    return BadProfile("no_profile_fits", needed, columns=shown)
