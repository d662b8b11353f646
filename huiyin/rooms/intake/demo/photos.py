"""What citizens of the demo county sent along: a few pictures, drawn here by code; no photo of a real place belongs in it.

Deterministic and quick: each is a score of shapes. Which letter gets one is told by its title; one whose title speaks of
nothing that is drawn here gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.dossier.models import SealedText
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Channel, Status

#: So many letters of the mailbox get pictures.
MOST = 5
WIDE, HIGH = 1280, 960
#: Looked at: the letters that wait to be sorted first, then others that are open.
_OPEN = (Status.REGISTERED, Status.TRIAGED, Status.SENT, Status.HANDLING)
Draw = ImageDraw.ImageDraw


def send_photos(now: datetime) -> int:
    """Attach the pictures to letters of the mailbox, each once; how many letters got some."""
    done, drawn = 0, set[str]()
    for status in _OPEN:
        rows = Matter.objects.filter(channel=Channel.MAILBOX.value, status=status.value, confidential=False)
        titles = rows.order_by("-number").values_list("number", "title_id", "touched_at")[:40]
        texts = SealedText.objects.in_bulk([row[1] for row in titles])
        for number, title, touched in titles:
            word = next((one for one in _SCENES if one in (texts[title].text or "")), "")
            if not word or word in drawn or done == MOST:
                continue
            drawn.add(word)
            done += 1
            name, scenes = _SCENES[word]
            for n, scene in enumerate(scenes, 1):
                at = max(touched, now - timedelta(hours=2) + timedelta(seconds=20 * n))
                content = photo(scene, n)
                upload = Upload(f"{name}{n}.jpg", len(content), BytesIO(content))
                attach(number, upload=upload, by=PETITIONER, now=at)
    return done


def photo(scene: Callable[[Draw], None], n: int = 1) -> bytes:
    """The picture as a JPEG, as a hand-held camera sees it: a little soft, the second one from nearer."""
    picture = Image.linear_gradient("L").resize((WIDE, HIGH))
    picture = Image.merge("RGB", [picture.point(lambda v, to=to: 205 - (v * to >> 8)) for to in (60, 48, 40)])
    scene(ImageDraw.Draw(picture))
    if n > 1:
        picture = picture.crop((WIDE // 4, HIGH // 4, WIDE, HIGH)).resize((WIDE, HIGH))
    out = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.6)).save(out, "JPEG", quality=78)
    return out.getvalue()


def _street(draw: Draw, ground: str = "#6f6d68") -> None:
    """Houses along a street; its kerb runs off to the right."""
    for n, (tint, top) in enumerate((("#b59a7f", 210), ("#a9a39a", 160), ("#bfa98d", 240), ("#9c8f84", 190))):
        left = n * 340 - 40
        draw.rectangle((left, top, left + 330, 560), tint)
        for window in range(12):
            x, y = left + 40 + window % 4 * 70, top + 40 + window // 4 * 95
            draw.rectangle((x, y, x + 40, y + 55), "#4b5a63", "#d8d2c6", 4)
    draw.polygon([(0, 560), (WIDE, 540), (WIDE, HIGH), (0, HIGH)], ground)
    draw.polygon([(0, 600), (WIDE, 560), (WIDE, 575), (0, 640)], "#b8b3a8")


def _manhole(draw: Draw) -> None:
    _street(draw)
    draw.ellipse((470, 660, 830, 830), "#8a867e", "#55524d", 8)
    draw.ellipse((500, 680, 800, 810), "#141312")
    for leg in (560, 720):
        draw.line((leg, 560, leg - 20, 760), "#7a4a26", 16)
    draw.rectangle((530, 540, 750, 575), "#8f5a30")
    draw.rectangle((545, 430, 735, 455), "#8f5a30")
    draw.line((552, 440, 552, 560), "#7a4a26", 14)
    draw.line((728, 440, 728, 560), "#7a4a26", 14)


def _lamp(draw: Draw) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), "#1b222c")
    for n in range(5):
        left = n * 260 + 10
        draw.rectangle((left, 330 - n % 2 * 60, left + 230, 640), "#232c38")
        draw.rectangle((left + 60, 420, left + 95, 465), "#d9b25a" if n in (1, 4) else "#1d2530")
    draw.polygon([(0, 640), (WIDE, 620), (WIDE, HIGH), (0, HIGH)], "#15191f")
    for x in (300, 860):
        draw.line((x, 900, x, 190), "#3a434e", 16)
        draw.line((x, 195, x + 130, 160), "#3a434e", 12)
        draw.ellipse((x + 105, 145, x + 185, 185), "#2c343e", "#4a545f", 4)


def _flood(draw: Draw) -> None:
    _street(draw, "#5d6a6c")
    for n in range(9):
        y = 640 + n * 34
        draw.ellipse((120 - n * 20, y, 1120 + n * 12, y + 46), "#6f8286" if n % 2 else "#63767b")
    draw.ellipse((560, 560, 700, 640), "#9fb4b8")
    for x in (590, 630, 668):
        draw.line((x, 600, x - 12, 470), "#c9d8da", 14)


def _rubbish(draw: Draw) -> None:
    _street(draw)
    for n in range(26):
        x, y = 240 + n * 97 % 720, 620 + n * 53 % 210
        tint = ("#2f3436", "#d9d4c7", "#6b7f8f", "#8c5a3c", "#3d5a45")[n % 5]
        draw.ellipse((x, y, x + 130, y + 96), tint, "#2a2a28", 3)
    draw.rectangle((880, 470, 1060, 690), "#2f6b45", "#1f4a30", 6)


def _smoke(draw: Draw) -> None:
    _street(draw)
    draw.rectangle((600, 90, 660, 520), "#6d5a52")
    for n in range(14):
        x, y, r = 620 + n * 34, 90 - n * 9 + n % 3 * 14, 34 + n * 6
        grey = 96 + n * 7
        draw.ellipse((x - r, y - r, x + r, y + r), (grey, grey, grey + 2))


def _shell(draw: Draw) -> None:
    """A house that was begun and left."""
    draw.polygon([(0, 700), (WIDE, 680), (WIDE, HIGH), (0, HIGH)], "#8b7a5e")
    draw.rectangle((300, 180, 900, 720), "#8d8a84")
    for floor in range(5):
        for bay in range(5):
            x, y = 325 + bay * 115, 205 + floor * 100
            draw.rectangle((x, y, x + 85, y + 75), "#3d3f41")
        draw.rectangle((285, 280 + floor * 100, 915, 296 + floor * 100), "#a39f97")
    for n in range(9):
        draw.line((320 + n * 70, 180, 320 + n * 70, 120 + n % 3 * 12), "#6a4a35", 6)
    draw.rectangle((1010, 60, 1030, 720), "#b5892f")
    draw.rectangle((700, 60, 1150, 78), "#b5892f")


def _road(draw: Draw) -> None:
    """A road's bed through the fields."""
    draw.rectangle((0, 420, WIDE, HIGH), "#8a9457")
    for n in range(14):
        draw.line((n * 110 - 200, HIGH, 460 + n * 26, 420), "#79834a", 10)
    draw.polygon([(0, 330), (300, 250), (700, 310), (WIDE, 230), (WIDE, 430), (0, 430)], "#6d7f74")
    draw.polygon([(470, 420), (560, 420), (1180, HIGH), (240, HIGH)], "#b39b78")
    draw.polygon([(508, 420), (524, 420), (800, HIGH), (620, HIGH)], "#9d8564")
    for n in range(5):
        x, y = 440 - n * 45, 450 + n * 105
        draw.line((x, y, x, y - 60 - n * 14), "#d8d3c8", 8 + n)
        draw.line((x, y - 52 - n * 12, x, y - 40 - n * 9), "#b3302a", 8 + n)


def _bridge(draw: Draw) -> None:
    """Planks over a brook, some of them gone."""
    draw.rectangle((0, 430, WIDE, HIGH), "#7f8a58")
    draw.polygon([(0, 330), (380, 260), (820, 320), (WIDE, 250), (WIDE, 440), (0, 440)], "#66786a")
    draw.polygon([(420, 430), (820, 430), (1080, HIGH), (180, HIGH)], "#6f8b93")
    for n in range(7):
        draw.line((470 - n * 34, 480 + n * 70, 800 + n * 34, 486 + n * 70), "#8ba6ac", 5)
    for n in (n for n in range(16) if n not in (6, 7, 11)):
        draw.polygon(
            [(90 + n * 70, 640), (148 + n * 70, 632), (156 + n * 70, 756), (92 + n * 70, 764)],
            "#8a6d4c",
            "#5b472f",
        )
    for x in (110, 420, 760, 1130):
        draw.line((x, 700, x, 540), "#6b5238", 16)
    draw.line((110, 560, 420, 552), "#6b5238", 9)
    draw.line((760, 556, 1130, 548), "#6b5238", 9)
    draw.line((420, 552, 560, 690), "#6b5238", 9)


def _field(draw: Draw) -> None:
    """A field of maize, half of it trodden down."""
    draw.rectangle((0, 380, WIDE, HIGH), "#a08a55")
    draw.polygon([(0, 300), (420, 230), (900, 290), (WIDE, 240), (WIDE, 390), (0, 390)], "#6d7f74")
    for n in range(90):
        x, y = n * 151 % WIDE, 430 + n * 67 % 480
        if x > 760 - (y - 430) // 3:
            draw.line((x, y, x + n % 5 * 4 - 8, y - 130), "#8f9a4a", 9)
            draw.line((x, y - 70, x + 46, y - 112), "#a3ad5c", 6)
        else:
            draw.line((x, y, x + 95, y - 14 + n % 4 * 9), "#c0a768", 8)


Scene = Callable[[Draw], None]
#: What is drawn for a word of the title, and what the photos are called; some sent two.
_SCENES: Mapping[str, tuple[str, tuple[Scene, ...]]] = {
    "井盖": ("井盖", (_manhole, _manhole)), "路灯": ("路灯", (_lamp,)), "垃圾": ("垃圾", (_rubbish, _rubbish)),
    "没人扫": ("院里", (_rubbish, _rubbish)), "积水": ("积水", (_flood,)), "漏水": ("漏水", (_flood,)),
    "下水": ("下水道", (_flood,)), "油烟": ("油烟", (_smoke,)), "冒烟": ("冒烟", (_smoke,)), "修路": ("占地", (_road,)),
    "没封顶": ("楼现状", (_shell,)), "回迁": ("楼现状", (_shell,)), "烂尾": ("楼现状", (_shell, _shell)),
    "沟里": ("沟", (_rubbish,)), "排水沟": ("排水沟", (_flood,)), "路面": ("路面", (_road,)), "泥路": ("路", (_road,)),
    "危桥": ("桥", (_bridge, _bridge)), "野猪": ("苞米地", (_field,)),
}  # fmt: skip
