"""A form that says it is in another charset is refused with a page, whoever sends it; ours come in UTF-8."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browser

pytestmark = pytest.mark.usefixtures("county")
BODY = b'--XX\r\nContent-Disposition: form-data; name="words"\r\n\r\nx\r\n--XX--\r\n'


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "gbk", "no-such"])
@pytest.mark.parametrize("path", ["/done/", "/submit/", "/follow/"])
def test_another_charset_is_a_bad_request(browser: Browser, path: str, charset: str) -> None:
    kind = f"multipart/form-data; boundary=XX; charset={charset}"
    assert browser().generic("POST", path, BODY, content_type=kind).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_our_own_is_read(browser: Browser, charset: str) -> None:
    kind = f"multipart/form-data; boundary=XX; charset={charset}"
    assert browser().generic("POST", "/done/", BODY, content_type=kind).status_code < 400
