"""What the clients send, byte by byte, and how one signs in: the same requests that a browser sends."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import urlencode

from huiyin.rooms.intake.seeding import words

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_BOUNDARY = "----HuiyinBenchmark7f3c9a51"
SENDING = "/submit/check/"  # the last step, which carries all that was said
UNSENT = "huiyin_unsent"  # the cookie of a form under way
ENOUGH_A_SECOND = 1_500  # requests made beforehand for each second of intake


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser's cookies and its proof of origin."""

    address: tuple[str, int]
    cookies: Mapping[str, str]
    csrf: str

    def get(self, path: str) -> bytes:
        """A GET as bytes."""
        return self._request("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> bytes:
        """A POST of a plain form."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields}).encode()
        return self._request("POST", path, body, "application/x-www-form-urlencoded")

    def post_multipart(self, path: str, fields: Mapping[str, str]) -> bytes:
        """A POST of a form that may carry files, with none chosen."""
        return self._request("POST", path, multipart({"csrfmiddlewaretoken": self.csrf, **fields}), MULTIPART)

    def _request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> bytes:
        host, port = self.address
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: {host}:{port}", "User-Agent: benchmark", "Accept: text/html",
            "Accept-Language: zh-CN,zh;q=0.9", f"Cookie: {'; '.join(f'{k}={v}' for k, v in self.cookies.items())}",
        ]  # fmt: skip
        if method == "POST":
            lines += [
                f"Content-Type: {kind}",
                f"Content-Length: {len(body)}",
                f"Origin: http://{host}:{port}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body


MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"


def multipart(fields: Mapping[str, str]) -> bytes:
    """A form's fields and one empty file input, as browsers send them."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
        for k, v in fields.items()
    ]
    empty = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    return "".join(
        [*parts, empty, "Content-Type: application/octet-stream\r\n\r\n\r\n", f"--{_BOUNDARY}--\r\n"]
    ).encode()


def anybody(address: tuple[str, int], path: str = "/submit/") -> Visitor:
    """Somebody who has opened a page with a form."""
    with closing(http.client.HTTPConnection(*address, timeout=30)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        page = response.read().decode()
    found = _TOKEN.search(page)
    if response.status != 200 or found is None:
        raise RuntimeError(f"{path} answers {response.status} and holds {'a' if found else 'no'} form")
    return Visitor(address, _cookies(response), found[1])


def signed_in(address: tuple[str, int], username: str, password: str) -> Visitor:
    """Somebody at the desk."""
    guest = anybody(address, "/desk/login/")
    return _posted(guest, "/desk/login/", {"username": username, "password": password})


def following(visitor: Visitor, number: str, code: str) -> Visitor:
    """The same browser once it has given number and query code: its cookie opens the petition's page."""
    return _posted(visitor, "/follow/", {"number": number, "code": code})


def _posted(visitor: Visitor, path: str, fields: Mapping[str, str]) -> Visitor:
    """The visitor with what the answer had them keep. Refuses (RuntimeError) any answer but one that leads on."""
    body = urlencode({"csrfmiddlewaretoken": visitor.csrf, **fields})
    cookie = "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    with closing(http.client.HTTPConnection(*visitor.address, timeout=30)) as connection:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read()
    if response.status not in (302, 303):
        raise RuntimeError(f"{path} answers {response.status}")
    return replace(visitor, cookies={**visitor.cookies, **_cookies(response)})


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    pairs = (line.partition(";")[0].partition("=") for line in response.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _, value in pairs}


def petitions(visitor: Visitor, count: int, places: list[str], seed: int) -> list[bytes]:
    """So many last steps of the form, each with a fresh one-time token and a browser of its own."""
    rng = Random(seed)
    return [
        replace(visitor, cookies={**visitor.cookies, UNSENT: secrets.token_urlsafe(24)}).post_multipart(
            SENDING, petition(rng, places)
        )
        for _ in range(count)
    ]


def petition(rng: Random, places: list[str]) -> dict[str, str]:
    """One filled-in form."""
    story = words.story(rng, "本村")
    return {
        "token": secrets.token_urlsafe(24), "text": story.text, "place": rng.choice(places) if places else "",
        "accused": "", "persons": "1", "manner": "named", "name": words.name(rng), "phone": words.phone(rng),
        "address": f"春阳镇{rng.randint(1, 99)}号",
    }  # fmt: skip
