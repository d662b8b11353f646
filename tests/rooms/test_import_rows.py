"""The reader of foreign tables by itself: what a spreadsheet wrote is read as it was, and nothing else is believed."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from huiyin.rooms.intake.rows import MOST, Row, Unreadable, encoding_of, rows


def read(content: bytes) -> list[Row]:
    """All rows after the heading."""
    source = io.BytesIO(content)
    return list(rows(source, encoding_of(source)))[1:]


cell = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=12)
tables = st.lists(
    st.lists(cell, min_size=3, max_size=3).filter(lambda r: any(c.strip() for c in r)), max_size=8
)


@given(
    content=tables,
    encoding=st.sampled_from(["utf-8-sig", "gb18030"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_whatever_a_spreadsheet_writes_is_read_as_it_was(content: list, encoding: str, quoting: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")
    writer.writerow(["甲", "乙", "丙"])
    writer.writerows(content)
    source = io.BytesIO(out.getvalue().encode(encoding))
    found = list(rows(source, encoding))[1:]
    assert [list(r.cells.values()) for r in found] == content
    assert not any(r.problem for r in found)


@given(content=st.binary(max_size=300))
def test_no_rubbish_breaks_the_reader(content: bytes) -> None:
    try:
        found = read(b"a,b,c\n" + content)
    except Unreadable:
        return
    last = 1
    for one in found:
        assert last < one.line <= one.last
        assert one.problem or len(one.cells) == 3
        last = one.last
    assert last <= content.count(b"\n") + 2


@given(good=st.lists(st.integers(0, 99), min_size=1, max_size=9), at=st.integers(0, 9), broken=st.sampled_from(
    [b'"', b'x,"y', b'x,"y,z', b'"x","y,z', b"x,y\x00,z", b"\xff,y,z", b"x,y", b"x,y,z,q", b'"x"y,z,q']))  # fmt: skip
def test_good_rows_survive_any_bad_one_among_them(good: list[int], at: int, broken: bytes) -> None:
    whole_rows = [f'{n},"水 {n}",z'.encode() for n in good]
    whole_rows.insert(min(at, len(good)), broken)
    found = read(b"a,b,c\n" + b"\n".join(whole_rows) + b"\n")
    assert [r.cells["a"] for r in found if not r.problem] == [str(n) for n in good]
    assert sum(bool(r.problem) for r in found) == 1


def test_a_file_is_read_in_pieces_however_long_it_is() -> None:
    class Long(io.RawIOBase):
        """Many equal rows, made as they are asked for, with a hole of three megabytes in the middle."""

        left = 2_000

        def readline(self, size: int | None = -1) -> bytes:  # type: ignore[override]
            assert size is not None
            assert 0 < size <= MOST, "asks for a bounded piece"
            self.left -= 1
            if 1_000 < self.left < 1_004:
                return b"x" * size
            return b"1,2,3\n" if self.left > 0 else b""

    found = list(rows(Long(), "utf-8-sig"))  # type: ignore[arg-type]
    assert (len(found), [r.problem for r in found if r.problem]) == (1_996, ["row_too_long"])
