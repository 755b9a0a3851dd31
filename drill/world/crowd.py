"""Applications without a process each: one thread listens at all their addresses, and answers 200 to whatever is asked."""

from __future__ import annotations

import re
import selectors
import signal
import socket
import threading
from collections.abc import Callable

BACKLOG = 16
CHUNK = 65536
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
END_OF_HEADERS = b"\r\n\r\n"


class Member:
    """One application of the crowd, as far as ECS sees it a process."""

    def __init__(self, listener: socket.socket, leave: Callable[[socket.socket], None]):
        self._listener = listener
        self._leave = leave
        self._status: int | None = None

    def poll(self) -> int | None:
        """Its exit status, None while it runs."""
        return self._status

    def kill(self) -> None:
        self._end(-signal.SIGKILL)

    def stop(self) -> int:
        """Ends it as SIGTERM would; returns its exit status."""
        self._end(0)
        return self._status

    def send_signal(self, sent: int) -> None:
        """Raises ValueError: it has no process that a signal could freeze."""
        raise ValueError("an application of the crowd cannot be frozen")

    def _end(self, status: int) -> None:
        if self._status is None:
            self._status = status
            self._leave(self._listener)


class Crowd:
    """All of them. The thread starts with the first one."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False

    def start(self, address: str, port: int) -> Member:
        """Begins to listen there. Raises OSError if somebody else does."""
        listener = socket.create_server((address, port), backlog=BACKLOG)
        listener.setblocking(False)
        with self._lock:
            self._selector.register(listener, selectors.EVENT_READ, self._accept)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="crowd", daemon=True)
                self._thread.start()
        return Member(listener, self._close)

    def end(self) -> None:
        self._ended = True
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        while not self._ended:
            for key, _ in self._selector.select(0.2):
                try:
                    key.data(key.fileobj)
                except OSError:
                    # Its other end is gone, or it was closed meanwhile.
                    self._close(key.fileobj)

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.setblocking(False)
        received = bytearray()
        self._selector.register(connection, selectors.EVENT_READ, lambda found: self._answer(found, received))

    def _answer(self, connection: socket.socket, received: bytearray) -> None:
        chunk = connection.recv(CHUNK)
        if not chunk:
            return self._close(connection)
        received += chunk
        while length := _request(received):
            del received[:length]
            connection.sendall(ANSWER)

    def _close(self, found: socket.socket) -> None:
        with self._lock:
            try:
                self._selector.unregister(found)
            except (KeyError, ValueError):
                # Closed already, by the other thread.
                return
        found.close()


def _request(received: bytearray) -> int:
    """Length of the whole request that stands first in what was received; 0: there is none yet."""
    headers = received.find(END_OF_HEADERS)
    if headers < 0:
        return 0
    declared = LENGTH.search(received, 0, headers)
    whole = headers + len(END_OF_HEADERS) + int(declared[1] if declared else 0)
    return whole if len(received) >= whole else 0
