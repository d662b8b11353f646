"""Previews of attached pictures: drawn anew in a process with bounds, without a phone's notes; gone with their file."""

from __future__ import annotations

import io
import json
import stat
import sys
import time
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from huiyin.rooms.cases import picturing
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.papers import stored
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.intake.demo.photos import _SCENES, _manhole, photo, send_photos
from huiyin.rooms.pictures import keeping, painter, painting
from huiyin.rooms.pictures.keeping import lay_in, path_of, previews_of, sweep
from huiyin.rooms.pictures.models import Preview
from huiyin.rooms.pictures.painting import MOST_BYTES, Painted, paint
from huiyin.rooms.pictures.sizes import Size, fit
from huiyin.rules.roles import PETITIONER
from tests.rooms.cast import START, comes_in
from tests.rooms.picture_cast import BLUE, RED, from_a_phone, png, saved, sent, two_halves, with_picture
from tests.rooms.reading_cast import said


def drawn(content: bytes, kind: str = "image/jpeg", *, folder: Path) -> Painted | None:
    (file := folder / "a").write_bytes(content)
    return paint(kind, file)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def like(colour: object, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, wanted, strict=True))  # type: ignore[call-overload]


# -- drawing ---------------------------------------------------------------------------------------------------------


def test_sizes_keep_the_shape_and_make_nothing_larger() -> None:
    assert fit(4000, 3000, 320) == (320, 240)
    assert fit(3000, 4000, 1600) == (1200, 1600)
    assert fit(200, 100, 320) == (200, 100)
    assert fit(1, 60_000, 320) == (1, 320)


def test_nothing_that_a_phone_writes_comes_over_and_the_picture_stands_upright(tmp_path: Path) -> None:
    content = from_a_phone(4000, 3000)
    assert all(
        word in content for word in (b"SECRET-MAKER", b"SECRET-COMMENT", b"SECRET-PROFILE", b"SECRET-XMP")
    )
    made = drawn(content, folder=tmp_path)
    assert made is not None
    assert (made.width, made.height) == (1200, 1600), "it was held upright"
    assert opened(made.small).size == (240, 320)
    for one in (made.small, made.large):
        picture = opened(one)
        assert picture.format == "JPEG"
        assert not dict(picture.getexif())
        assert picture.info.keys() <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert b"SECRET" not in one
        assert b"Exif" not in one
        top, bottom = (picture.getpixel((picture.width // 2, at)) for at in (9, picture.height - 9))
        assert like(top, RED), "turned as the camera was held"
        assert like(bottom, BLUE)
    assert len(made.small) < 30_000
    assert len(made.large) < 500_000


@pytest.mark.parametrize("held", range(1, 9))
def test_each_way_to_hold_a_camera(held: int, tmp_path: Path) -> None:
    (file := tmp_path / "a").write_bytes(from_a_phone(64, 48, held))
    width, height, _small, large = painter.painted("JPEG", file)
    assert (width, height) == ((64, 48) if held < 5 else (48, 64))
    red_at = {
        1: (4, 24),
        2: (60, 24),
        3: (60, 24),
        4: (4, 24),
        5: (24, 4),
        6: (24, 4),
        7: (24, 60),
        8: (24, 60),
    }[held]
    assert like(opened(large).getpixel(red_at), RED)


SEEN_THROUGH = Image.new("RGBA", (90, 60), (255, 0, 0, 0))
MOVING = [Image.new("P", (120, 80), n) for n in range(40)]
PICTURES = {
    "a PNG": ("image/png", saved(two_halves(), "PNG")),
    "a PNG to see through": ("image/png", saved(SEEN_THROUGH, "PNG")),
    "grey and a place to see through": ("image/png", saved(SEEN_THROUGH.convert("LA"), "PNG")),
    "a palette": ("image/png", saved(two_halves().convert("P"), "PNG")),
    "a palette to see through": ("image/png", saved(two_halves().convert("P"), "PNG", transparency=0)),
    "black and white": ("image/png", saved(two_halves().convert("1"), "PNG")),
    "sixteen bits of grey": ("image/png", saved(Image.new("I;16", (60, 40), 40_000), "PNG")),
    "a WebP": ("image/webp", saved(two_halves(), "WEBP")),
    "a moving WebP": ("image/webp", saved(two_halves(120, 80), "WEBP", save_all=True, append_images=[two_halves(120, 80)])),
    "a GIF": ("image/gif", saved(two_halves().convert("P"), "GIF")),
    "a moving GIF": ("image/gif", saved(MOVING[0], "GIF", save_all=True, append_images=MOVING[1:])),
    "a printer's JPEG": ("image/jpeg", saved(two_halves().convert("CMYK"))),
    "a grey JPEG": ("image/jpeg", saved(two_halves().convert("L"))),
    "a very narrow one": ("image/png", saved(Image.new("RGB", (2, 9_000)), "PNG")),
    "one dot": ("image/png", saved(Image.new("RGB", (1, 1)), "PNG")),
    "broken notes": ("image/jpeg", from_a_phone().replace(b"MM\x00*", b"MM\x00\x00").replace(b"II*\x00", b"II\x00\x00")),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_each_kind_is_drawn(name: str, tmp_path: Path) -> None:
    media_type, content = PICTURES[name]
    (file := tmp_path / "a").write_bytes(content)
    width, height, small, large = painter.painted(painting.KINDS[media_type], file)
    assert opened(large).size == (width, height)
    assert opened(small).size == fit(width, height, 320)
    assert opened(large).mode == "RGB"
    if "see through" in name and "palette" not in name:
        assert like(opened(large).getpixel((0, 0)), (255, 255, 255))
    if "sixteen" in name:
        assert like(opened(large).getpixel((9, 9)), (156, 156, 156))


WHOLE = from_a_phone()
HARMFUL = {
    "cut short": ("image/jpeg", WHOLE[: len(WHOLE) // 2]),
    "a PNG cut short": ("image/png", saved(two_halves(), "PNG")[:300]),
    "a PNG that is none": ("image/png", b"\x89PNG\r\n\x1a\n<!DOCTYPE html><script>alert(1)</script>"),
    "a JPEG that is none": ("image/jpeg", b"\xff\xd8\xff\xe0" + b"<html>" * 50),
    "a GIF called PNG": ("image/png", saved(two_halves().convert("P"), "GIF")),
    "a PNG called JPEG": ("image/jpeg", saved(two_halves(), "PNG")),
    "a bomb": ("image/png", png(30_000, 30_000, zlib.compress(bytes(4_000_000)))),
    "a bomb below the measure": ("image/png", png(9_999, 9_999, zlib.compress(bytes(200_000)))),
    "a width of nothing": ("image/png", png(0, 5, zlib.compress(b""))),
    "packed pixels that are none": ("image/png", png(640, 480, b"no packed pixels" * 40)),
    "nothing": ("image/jpeg", b""),
    "HEIC": ("image/heic", b"\x00\x00\x00\x18ftypheic"),
    "a page": ("application/pdf", b"%PDF-1.7"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_broken_or_harmful_has_no_preview(name: str, tmp_path: Path) -> None:
    media_type, content = HARMFUL[name]
    began = time.monotonic()
    assert drawn(content, media_type, folder=tmp_path) is None
    assert time.monotonic() - began < 20


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    (file := tmp_path / "a").write_bytes(HARMFUL["a bomb"][1])
    with pytest.raises(painter.TooLargeError):
        painter.painted("PNG", file)


@pytest.mark.slow
def test_fifty_million_pixels_are_drawn_within_the_bounds(tmp_path: Path) -> None:
    began = time.monotonic()
    for kind, content in (
        ("image/jpeg", from_a_phone(8_160, 6_120)),
        ("image/png", saved(two_halves(8_160, 6_120), "PNG")),
    ):
        made = drawn(content, kind, folder=tmp_path)
        assert made is not None, kind
        assert max(made.width, made.height) == 1600
    assert time.monotonic() - began < 40


def test_a_child_that_stalls_dies_lies_or_says_too_much_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painting, "PATIENCE", 1.0)
    head = json.dumps({"width": 9, "height": 9, "small": 3})
    liar = "import sys; sys.stdout.buffer.write(%r)"
    honest = head.encode() + b"\n\xff\xd8\xff\xff\xd8\xff"
    codes = (
        "import time; time.sleep(30)", "raise MemoryError", "print('no JSON')", "print('{}')",
        liar % honest.replace(b"9", b"99999"),
        liar % (head.encode() + b"\n<html><html>"),
        f"import sys\nwhile True: sys.stdout.buffer.write(bytes({MOST_BYTES}))",
        liar % honest + "; sys.exit(1)",
    )  # fmt: skip
    stand_in = tmp_path / "python"
    monkeypatch.setattr("huiyin.rooms.pictures.painting.sys.executable", str(stand_in))
    here = sys.exec_prefix + "/bin/python"
    for code in codes:
        stand_in.write_text(f"#!{here}\n{code}\n")
        stand_in.chmod(0o700)
        began = time.monotonic()
        assert drawn(WHOLE, folder=tmp_path) is None, code
        assert time.monotonic() - began < 8
    stand_in.write_text(f"#!{here}\n" + liar % honest)
    assert drawn(WHOLE, folder=tmp_path) == Painted(9, 9, b"\xff\xd8\xff", b"\xff\xd8\xff")


def test_the_child_may_write_no_file_and_has_no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    stand_in, told = tmp_path / "python", tmp_path / "told"
    here = sys.exec_prefix + "/bin/python"
    stand_in.write_text(
        f"#!{here}\nimport os, sys\nsys.path.insert(0, {str(Path(painter.__file__).parents[3])!r})\n"
        "from huiyin.rooms.pictures import painter\n"
        f"open({str(told)!r}, 'w').write(repr(dict(os.environ)) + repr('django' in sys.modules))\n"
        "painter.bound()\nopen(sys.argv[-1] + '.new', 'w').write('x')\n"
    )
    stand_in.chmod(0o700)
    monkeypatch.setattr("huiyin.rooms.pictures.painting.sys.executable", str(stand_in))
    assert drawn(WHOLE, folder=tmp_path) is None
    assert "secret" not in told.read_text()
    assert told.read_text().endswith("False")
    assert not (tmp_path / "a.new").exists() or not (tmp_path / "a.new").read_bytes()


# -- kept and gone ---------------------------------------------------------------------------------------------------

here = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def the_tests_connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker closes old connections between tasks; the test's own must not be among them."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def files(number: str, seq: int) -> list[bool]:
    return [path_of(number, seq, size).is_file() for size in Size]


def erase(number: str, seq: int) -> None:
    SealedText.objects.filter(number=number, seq=seq, name="file").update(text=None)


@here
def test_the_worker_draws_what_was_attached_and_nothing_else() -> None:
    number, seq = with_picture(drawn=False)
    sent(number, "看过了".encode(), "记录.txt", drawn=False)
    sent(number, b"\x00\x00\x00\x18ftypheic" + bytes(40), "照片.heic", drawn=False)
    tasks = DBTaskResult.objects.filter(task_path__endswith="paint_one")
    assert tasks.count() == 1
    assert previews_of([number]) == {}
    call_command("work", once=True)
    assert previews_of([number]) == {(number, seq): (480, 640)}
    assert files(number, seq) == [True, True]
    for size in Size:
        assert stat.S_IMODE(path_of(number, seq, size).stat().st_mode) == 0o600
    assert not any(word in str(tasks.get().args_kwargs) for word in ("水管", "金"))
    assert [fault for _, faults in number_faults(Tally()) for fault in faults] == []


@here
def test_a_rolled_back_picture_is_never_drawn() -> None:
    number = comes_in().number
    with transaction.atomic():
        sent(number, drawn=False)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.filter(task_path__endswith="paint_one").exists()


@here
def test_a_broken_picture_is_tried_once() -> None:
    number, seq = with_picture(HARMFUL["cut short"][1])
    assert Preview.objects.get(number=number, seq=seq).state == "failed"
    assert previews_of([number]) == {}
    assert picturing.unpainted() == []
    assert files(number, seq) == [False, False]
    assert picturing.paint_one.call(number, seq) == "failed"


@here
def test_erasing_by_law_takes_the_previews_along_and_no_others() -> None:
    number, seq = with_picture()
    other, beside = with_picture()  # the same photo in another matter
    path = path_of(number, seq, Size.LARGE)
    erase(number, seq)
    assert stored(number, seq) is None
    assert previews_of([number]) == {}, "at once"
    assert path.is_file(), "until the worker comes by"
    call_command("work", once=True)
    assert files(number, seq) == [False, False]
    assert not Preview.objects.filter(number=number).exists()
    assert files(other, beside) == [True, True]
    assert picturing.paint_one.call(number, seq) == "erased"
    assert picturing.unpainted() == []
    assert sweep() == 0


@here
def test_erased_while_it_is_drawn_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    number, seq = with_picture(drawn=False)
    made = Painted(9, 9, b"\xff\xd8\xff", b"\xff\xd8\xff")

    def slow(_kind: str, _file: Path) -> Painted:
        erase(number, seq)
        return made

    monkeypatch.setattr(picturing, "paint", slow)
    assert picturing.paint_one.call(number, seq) == "erased"
    assert files(number, seq) == [False, False]
    with transaction.atomic():  # a worker that died between disk and database
        lay_in(number, seq, made)
        transaction.set_rollback(True)
    assert files(number, seq) == [True, True]
    assert picturing.paint_one.call(number, seq) == "erased"
    assert files(number, seq) == [False, False]


@here
def test_what_was_attached_before_is_drawn_by_command_or_by_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, seq = with_picture()
    before = path_of(number, seq, Size.SMALL).stat().st_mtime_ns
    assert "0 pictures drawn." in said("previews")
    path_of(number, seq, Size.SMALL).unlink()
    assert "1 picture drawn." in said("previews", "--anew"), "a backup without them came back"
    assert path_of(number, seq, Size.SMALL).stat().st_mtime_ns != before
    Preview.objects.all().delete()
    monkeypatch.setattr(picturing, "AT_ONCE", 1)
    picturing.paint_the_rest.enqueue()
    call_command("work", once=True)
    assert previews_of([number])
    monkeypatch.setattr(picturing, "EDITION", 2)
    monkeypatch.setattr(keeping, "EDITION", 2)
    assert picturing.unpainted() == [(number, seq)]
    assert picturing.paint_all() == 1
    assert picturing.unpainted() == []


@here
def test_a_file_that_is_lost_has_no_preview_and_stops_nothing() -> None:
    number, seq = with_picture(drawn=False)
    kept = stored(number, seq)
    assert kept is not None
    kept.path.unlink()
    assert picturing.paint_one.call(number, seq) == "failed"


@here
def test_pictures_of_a_matter_are_told_in_four_questions(django_assert_num_queries: object) -> None:
    number, first = with_picture()
    second, lost = sent(number, name="二.jpg"), sent(number, saved(Image.new("RGB", (5, 5)), "PNG"), "三.png")
    sent(number, "水".encode(), "记录.txt")
    erase(number, lost)
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = picturing.pictures_of(number)
    assert [(one.seq, one.name, one.n, one.size) for one in found] == [
        (first, "水管.jpg", 1, (480, 640)), (second, "二.jpg", 2, (480, 640)),
    ]  # fmt: skip
    assert Paper.objects.filter(matter=number).count() == 4


@pytest.mark.parametrize("number", ["../../x", "222424-20260302-00001-4", "22242420260302000015", ""])
def test_no_path_is_made_of_what_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="not a matter's number"):
        path_of(number, 1, Size.SMALL)
    assert Path(settings.HUIYIN_HOME) in path_of("222424-20260302-00001-5", 1, Size.SMALL).parents


@here
def test_the_demos_letters_get_pictures_by_what_their_titles_say() -> None:
    letter = {"channel": "mailbox", "by": PETITIONER, "persons": 1}
    comes_in(**letter, title="盼着有个打门球的地方")
    comes_in(**letter, title="井盖没了", confidential=True)
    comes_in(title="井盖没了")
    older, newer = (comes_in(**letter, title="人行道井盖没了，太危险").number for _ in range(2))
    road = comes_in(**letter, title="修路占地的补偿款没发").number
    assert send_photos(START + timedelta(hours=5)) == 2
    held = Paper.objects.order_by("matter", "n").values_list("matter_id", flat=True)
    assert list(held) == [newer, newer, road], "each scene once, with the newest"
    assert older not in held
    call_command("work", once=True)
    assert len(previews_of([newer, road])) == 3


def test_the_demos_pictures_are_the_same_each_time_and_can_be_opened() -> None:
    assert photo(_manhole, 2) == photo(_manhole, 2) != photo(_manhole, 1)
    for scene in {scene for _name, scenes in _SCENES.values() for scene in scenes}:
        assert opened(photo(scene)).size == (1280, 960)
