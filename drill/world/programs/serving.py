"""The HTTP server under the stand-in programs."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Address = tuple[str, int]


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with kept connections; subclasses answer in `do_…`."""

    protocol_version = "HTTP/1.1"
    # A kept connection that stays idle, or a client that stalls, frees its thread after so many seconds.
    timeout = 30

    def request_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, content_type: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_json(self, status: int, value: object) -> None:
        self.answer(status, json.dumps(value).encode(), "application/json")


def address(text: str) -> Address:
    """Reads `ADDRESS:PORT`; for argparse's `type`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit():
        raise argparse.ArgumentTypeError(f"not ADDRESS:PORT: {text!r}")
    return host, int(port)


def serve(where: Address, handler: type[Handler]) -> None:
    """Serves until SIGTERM, which ends the program with status 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ThreadingHTTPServer(where, handler) as server:
        server.serve_forever()
