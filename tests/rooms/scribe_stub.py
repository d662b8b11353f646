"""A machine of the county's own that writes texts, as a stub over HTTP: keeps what it got, answers as the test wishes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Machine(HTTPServer):
    """``answer``: the words that it writes; with ``echo`` it sends back what it got. ``raw``: the whole HTTP answer instead."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.got: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answer, self.echo, self.raw, self.drip = "好的。", False, b"", 0.0

    @property
    def url(self) -> str:
        """What the administrator names."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def everything(self) -> str:
        """All that it ever got, as one text."""
        return json.dumps([self.got, self.headers], ensure_ascii=False)


class _Desk(BaseHTTPRequestHandler):
    server: Machine

    def do_POST(self) -> None:
        machine = self.server
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        machine.got.append(said | {"path": self.path})
        machine.headers.append(dict(self.headers))
        text = said["messages"][1]["content"] if machine.echo else machine.answer
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()
        whole = machine.raw or b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body
        try:
            for n in range(0, len(whole), 1 if machine.drip else len(whole)):
                self.wfile.write(whole[n : n + (1 if machine.drip else len(whole))])
                time.sleep(machine.drip)
        except OSError:  # whoever asked has hung up
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def machine_running() -> Iterator[Machine]:
    """Listening on this machine until the block ends."""
    server = Machine()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
