"""The wire of a DNS server: one port over UDP and TCP, the answers somebody else's."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable

from dnslib import RCODE, DNSRecord
from dnslib.server import DNSHandler

Address = tuple[str, int]

# Without EDNS a UDP answer ends here (RFC 1035 §4.2.1); a longer one is truncated and asked again over TCP.
UDP_LIMIT = 512


class Listener:
    """One port, over UDP and TCP, each request in a thread of its own."""

    def __init__(self, host: str, port: int, reply: Callable[[DNSRecord], DNSRecord]) -> None:
        handler = type("Handler", (_Handler,), {"reply": staticmethod(reply)})
        self._servers = _bind(host, port, handler)
        self._threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            for server in self._servers
        ]
        self.address: Address = self._servers[0].server_address

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            if thread.is_alive():
                server.shutdown()
                thread.join()
            server.server_close()


class _Handler(DNSHandler):
    """dnslib's handler for the wire format; what to answer comes from `reply`."""

    def get_reply(self, data: bytes) -> bytes:
        request = DNSRecord.parse(data)
        if len(request.questions) != 1:
            answer = request.reply()
            answer.header.rcode = RCODE.FORMERR
        else:
            answer = self.reply(request)
        packed = answer.pack()
        if self.protocol == "udp" and len(packed) > UDP_LIMIT:
            packed = answer.truncate().pack()
        return packed


class _Quiet:
    """dnslib logs every step of every query; nobody reads that."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True
    logger = _Quiet()


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    logger = _Quiet()


def _bind(host: str, port: int, handler: type[DNSHandler]) -> tuple[_Udp, _Tcp]:
    """A port that is free for UDP may be taken for TCP; where any will do, the next one is tried."""
    for attempt in range(20):
        udp = _Udp((host, port), handler)
        try:
            return udp, _Tcp(udp.server_address, handler)
        except OSError:
            udp.server_close()
            if port != 0 or attempt == 19:
                raise
    raise AssertionError("unreachable")
