"""An HTTP server on loopback that misbehaves as it is told; it remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What the server does with a request. ``cut``: promise more than is sent; ``silent``: answer nothing at all;
    ``drip``: a byte now and then, so that no single wait is long; ``times``: send the body so often."""

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False
    drip: bool = False
    times: int = 1


@dataclass
class Feed:
    """A running server: its address, the answer that it gives next, and the requests so far. ``pages`` are answers for
    single paths (with their query) or bodies of a form, which go before ``answer``."""

    url: str
    answer: Answer
    pages: dict[str, Answer] = field(default_factory=dict)
    written: int = 0
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def feed_server(answer: Answer | None = None) -> Iterator[Feed]:
    """Serve until the block is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    feed = Feed(f"http://127.0.0.1:{server.server_address[1]}/feed.json", answer or Answer())
    server.RequestHandlerClass = _handler(feed)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield feed
    finally:
        feed.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _send(feed: Feed, answer: Answer, out: Any) -> None:
    for part in [answer.body[i : i + 1] for i in range(len(answer.body))] if answer.drip else [answer.body]:
        for _ in range(answer.times):
            out.write(part)
            feed.written += len(part)
        if answer.drip and feed.over.wait(0.02):
            return


def _handler(feed: Feed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            feed.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer = feed.pages.get(self.path) or feed.pages.get(body.decode()) or feed.answer
            if answer.silent:
                feed.over.wait(5)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            whole = len(answer.body) * answer.times + (1000 if answer.cut else 0)
            self.send_header("content-length", str(whole))
            self.end_headers()
            with suppress(ConnectionError):
                _send(feed, answer, self.wfile)

        do_POST = do_GET  # noqa: N815 (the name is given)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler
