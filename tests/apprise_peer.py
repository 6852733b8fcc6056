"""A local HTTP server that answers as WeCom, DingTalk, Feishu and a plain JSON receiver do, and that can misbehave.

Answers are those of the services' pages: 200 with ``errcode``/``code`` in the body, whatever went wrong.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from typing import Any

WECOM_OK = {"errcode": 0, "errmsg": "ok"}
WECOM_FAST = {"errcode": 45009, "errmsg": "api freq out of limit"}
WECOM_NO_ROBOT = {"errcode": 93000, "errmsg": "invalid webhook url"}
DINGTALK_OK = {"errcode": 0, "errmsg": "ok"}
DINGTALK_FAST = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
DINGTALK_SIGN = {"errcode": 310000, "errmsg": "sign not match"}
FEISHU_OK = {"code": 0, "data": {}, "msg": "success"}
FEISHU_OLD_OK = {"StatusCode": 0, "StatusMessage": "success"}
FEISHU_FAST = {"code": 11232, "msg": "frequency limited"}
FEISHU_KEYWORD = {"code": 19024, "msg": "Key Words Not Found"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says next: ``wait`` holds it back until the peer is released, ``cut`` closes in mid-answer."""

    status: int = 200
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    wait: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came."""

    path: str
    body: Any


class Peer:
    """``answers`` are given in turn, then ``ok``; ``got`` are the requests in order."""

    def __init__(self, ok: Any) -> None:
        self.got: list[Got] = []
        self.answers: deque[Answer] = deque()
        self.ok = Answer(body=ok)
        self.released = threading.Event()
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                peer.got.append(Got(self.path, _read(self.rfile.read(length))))
                self._say(peer.answers.popleft() if peer.answers else peer.ok)

            def _say(self, answer: Answer) -> None:
                if answer.wait:
                    peer.released.wait(10)
                raw = json.dumps(answer.body).encode() if answer.body is not None else b""
                self.send_response(answer.status)
                for name, value in (*answer.headers, ("Content-Length", str(len(raw) + 10 * answer.cut))):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.host = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def says(self, *answers: Any) -> None:
        """The next answers: an ``Answer``, a status, or a body that comes with 200."""
        for answer in answers:
            made = (
                Answer(answer)
                if isinstance(answer, int)
                else answer
                if isinstance(answer, Answer)
                else Answer(200, answer)
            )
            self.answers.append(made)

    def close(self) -> None:
        """Let go of everything."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


@contextmanager
def a_peer(ok: Any = None) -> Iterator[Peer]:
    """A server for one test."""
    peer = Peer(ok)
    try:
        yield peer
    finally:
        peer.close()


class _MailHandler(socketserver.StreamRequestHandler):
    """Just enough of SMTP for one mail after the other."""

    def handle(self) -> None:
        server: Any = self.server
        self._say("220 peer")
        for raw in self.rfile:
            word = raw.decode("ascii", "replace").strip().upper()
            if word.startswith("EHLO"):
                self._say("250 peer")
            elif word == "DATA":
                self._say("354 go on")
                server.mails.append(self._data())
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(server.answers.popleft() if word.startswith("RCPT") and server.answers else "250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _data(self) -> str:
        lines = takewhile(lambda line: line != b".\r\n", self.rfile)
        return b"".join(lines).decode("utf-8", "replace")


class MailPeer(socketserver.ThreadingTCPServer):
    """A mail server on loopback: ``mails`` as they came, ``answers`` to the next RCPT."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.mails: list[str] = []
        self.answers: deque[str] = deque()


@contextmanager
def a_mail_peer() -> Iterator[MailPeer]:
    """A mail server for one test."""
    with MailPeer() as peer:
        thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield peer
        peer.shutdown()
        thread.join(5)
