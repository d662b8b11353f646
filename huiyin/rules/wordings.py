"""Which texts a county may word itself, and what must stand in them: places to be filled in, and what the law asks for.

A letter has its order and its four parts from the law (Art. 32); what may be worded is what stands around them. The remedy with
its thirty days (Art. 35, 36), confidentiality (Art. 30) and the end of the line (Art. 36) can be said otherwise, not left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from huiyin.rules.fields import Refused, unfit

MOST = 2_000  # characters of one text
MOST_ADDRESS = 120  # … of the department's address
MOST_MESSAGE = 200  # … of a text message: providers split longer ones into several
_GAP = re.compile("＿{2,}")
ZH, KO, EN = "zh-hans", "ko", "en"
#: What the key of a message begins with; its kind follows.
MESSAGE = "sms_"
#: The steps that a message tells of, besides the receipt.
TOLD_OF = (
    "forward", "assign", "designate", "accept", "notify", "decline", "issue", "extend", "open_hearing", "ask_sender",
    "answer_question", "reopen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that a county may word.

    ``holders``: the places that must stand in it; ``gaps``: lines to be filled in by hand, at least so many; ``must``: words
    that the law asks for, by language; ``article``: which one.
    """

    key: str
    holders: frozenset[str] = frozenset()
    gaps: int = 0
    must: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    article: str = ""
    languages: tuple[str, ...] = (ZH, KO)
    most: int = MOST

    @property
    def is_letter(self) -> bool:
        """Whether it belongs to the letters and notices, neither to the portal nor to the messages."""
        return not self.is_message and not self.key.startswith("portal_")

    @property
    def is_message(self) -> bool:
        """Whether it is the whole text of a message to a petitioner; what it tells of stands behind the prefix."""
        return self.key.startswith(MESSAGE)

    @property
    def is_unit_paper(self) -> bool:
        """Whether it stands above the words of a numbered notice to a unit, on paper."""
        return self.key.startswith("paper_")

    @property
    def is_order(self) -> bool:
        """Whether it is what a notice to a unit begins with."""
        return self.key.startswith("press_")


def _holders(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ALL: tuple[Piece, ...] = (
    Piece("hello", _holders("received title number"), gaps=1),
    Piece("hello_tip_off", _holders("received number"), gaps=1, article="30"),
    Piece("hello_review", _holders("organ answered title opinion received act number"), gaps=1, article="35"),
    Piece("suggestion", _holders("law"), gaps=1, article="29"),
    Piece("thanks"),
    Piece("confidence", _holders("law"), must={ZH: ("保密",), KO: ("비밀",)}, article="30"),
    Piece(
        "review", _holders("law organ"), must={ZH: ("三十日", "复查"), KO: ("30일", "재조사")}, article="35"
    ),
    Piece(
        "recheck", _holders("law organ"), must={ZH: ("三十日", "复核"), KO: ("30일", "재심사")}, article="36"
    ),
    Piece("final", _holders("law"), must={ZH: ("不再受理",), KO: ("더는 수리하지 않습니다",)}, article="36"),
    Piece("declined", _holders("why law way"), article="31"),
    Piece("first_step", gaps=1),
    Piece("extension", _holders("law"), gaps=1, must={ZH: ("延长",), KO: ("연장",)}, article="34"),
    Piece(
        "accepted",
        _holders("received title number law"),
        gaps=1,
        must={ZH: ("受理",), KO: ("수리",)},
        article="23",
    ),
    Piece("hold_to", _holders("until"), article="34"),
    Piece("printed"),
    Piece("press_urge"),
    Piece("press_supervise", must={ZH: ("书面",), KO: ("서면",)}, article="40"),
    Piece(
        "paper_supervise",
        _holders("title number why law until"),
        must={ZH: ("书面",), KO: ("서면",)},
        article="40",
    ),
    Piece(
        "paper_escalate",
        _holders("title number serial level why law until"),
        must={ZH: ("书面",), KO: ("서면",)},
        article="40",
    ),
    Piece(
        "paper_advise",
        _holders("title number advice law until"),
        must={ZH: ("书面",), KO: ("서면",)},
        article="40",
    ),
    Piece("sms_receipt", _holders("number code"), languages=(ZH, KO, EN), most=MOST_MESSAGE),
    *(
        Piece(f"{MESSAGE}{kind}", _holders("number"), languages=(ZH, KO, EN), most=MOST_MESSAGE)
        for kind in TOLD_OF
    ),
    Piece("portal_receipt", languages=(ZH, KO, EN)),
    Piece("portal_notice", languages=(ZH, KO, EN)),
    Piece("portal_contact", languages=(ZH, KO, EN)),
    Piece("portal_how", languages=(ZH, KO, EN)),
    Piece("portal_address", languages=(KO, EN), most=MOST_ADDRESS),  # the Chinese one stands with the unit
)
PIECES: Mapping[str, Piece] = {piece.key: piece for piece in _ALL}


def unworded(key: str, language: str, text: str) -> Refused | None:
    """Why the text can't stand for this piece in this language; None if it can."""
    piece = PIECES.get(key)
    if piece is None:
        return Refused("no_such_piece", field="text")
    if language not in piece.languages:
        return Refused("not_in_language", field="text")
    if not text.strip():
        return Refused("missing", field="text")
    no = unfit("text", text, piece.most)
    portal = not piece.is_letter and not piece.is_message
    return no if no is not None or portal else _unfit_text(piece, language, text)


def _unfit_text(piece: Piece, language: str, text: str) -> Refused | None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return Refused("braces", field="text")
    found = [name for _, name, _, _ in parts if name is not None]
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        return Refused("braces", field="text")
    if missing := sorted(piece.holders - set(found)):
        return Refused("holder_missing", piece.article, "text", {"holder": f"{{{missing[0]}}}"})
    if strange := sorted(set(found) - piece.holders):
        return Refused("holder_unknown", piece.article, "text", {"holder": f"{{{strange[0]}}}"})
    for words in piece.must.get(language, ()):
        if words not in text:
            return Refused("law_needs", piece.article, "text", {"words": words})
    if len(_GAP.findall(text)) < piece.gaps:
        return Refused("gaps_missing", piece.article, "text", {"n": piece.gaps})
    return None
