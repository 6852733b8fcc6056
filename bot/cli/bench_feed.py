"""Feeds for the bench in a process of their own: half of them answer 304, the others the same again. ``python -m``."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_BODY = json.dumps(
    [{"id": str(n), "text": f"公告 {n}：6月{n % 28 + 1}日8:00至17:00松鹤东新村1-3幢停电。"} for n in range(50)],
    ensure_ascii=False,
).encode()
_TAG = '"same"'


class Handler(BaseHTTPRequestHandler):
    """``/feed/N``: with an ETag for an even N."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The list, or 304."""
        tagged = int(self.path.rpartition("/")[2]) % 2 == 0
        same = tagged and self.headers.get("If-None-Match") == _TAG
        self.send_response(304 if same else 200)
        if tagged:
            self.send_header("ETag", _TAG)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", "0" if same else str(len(_BODY)))
        self.end_headers()
        if not same:
            self.wfile.write(_BODY)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def main() -> None:
    """Serve on a free port of loopback, whose number is the first line; end when stdin is closed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
