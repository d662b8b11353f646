"""Files as other systems write them, all rows invented, and the import as somebody types it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier import seals

REPLIED = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
STREAM = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
BOARD = ("tid", "date", "forum", "title", "content", "domain", "type", "status")


def message(number: object, **change: str) -> dict[str, str]:
    """One row of a message board with its reply."""
    row = {
        "留言编号": str(number), "留言用户": "U0007", "留言主题": "路灯不亮", "留言时间": "2025-03-03 09:00:00",
        "留言详情": f"新民街第{number}号门前的路灯坏了半个月。", "答复意见": "已更换灯泡，感谢来信。",
        "答复时间": "2025-03-20 16:30:00",
    }  # fmt: skip
    return {**row, **change}


def table(
    rows: Iterable[dict[str, str]], heading: tuple[str, ...] = REPLIED, quoting: Any = csv.QUOTE_MINIMAL
) -> str:
    """The rows as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, heading, restval="", extrasaction="ignore", quoting=quoting, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def run(file: Path, *options: str, language: str = "en") -> str:
    """`huiyin import messages FILE …`; what it printed, also where it ends with every row refused."""
    out = io.StringIO()
    try:
        with override(language):
            call_command("import", "messages", str(file), *options, stdout=out)
    except CommandError as no:
        if not out.getvalue():
            raise
        out.write(f"{no}\n")
    return out.getvalue()


def take(folder: Path, content: str | bytes, *options: str, language: str = "en") -> str:
    """Write the file and import it; what was printed."""
    file = folder / "信件.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(file, *options, language=language)


def refused(stem: str = "信件") -> list[tuple[str, str, str]]:
    """The list of refused rows: line, number, reason; empty if there is none."""
    path = Path(settings.HUIYIN_HOME) / "imports" / f"{stem}.refused.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    assert len(rows[0]) == 3
    return [tuple(row) for row in rows[1:]]


def here() -> set[str]:
    """The foreign numbers that were taken in, without the name of their source."""
    return {
        number.partition(":")[2]
        for number in Petition.objects.values_list("foreign_number", flat=True)
        if number
    }


def whole() -> bool:
    """Verify finds nothing."""
    assert not [fault for _, found in number_faults(Tally()) for fault in found]
    assert not list(seals.faults())
    return Matter.objects.count() == Petition.objects.count()
