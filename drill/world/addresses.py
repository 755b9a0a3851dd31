"""The world's subnet: loopback aliases 127.A.B.0/24 that no other world on this machine uses."""

from __future__ import annotations

import random
import socket
import threading

# None of the ports that Linux gives away by itself, where nobody has set which (world.ports): one such listener at 0.0.0.0
# would refuse every world.
CLAIM_PORT = 27127
RESERVED = 10
LAST = 250


class Subnet:
    """A /24 of loopback, claimed for as long as this object lives by a socket on its first address."""

    def __init__(self) -> None:
        """Raises OSError if no free subnet was found."""
        self._claim = socket.socket()
        for candidate in random.sample([(a, b) for a in range(64, 192) for b in range(256)], 50):
            self.prefix = "127.{}.{}".format(*candidate)
            try:
                self._claim.bind((f"{self.prefix}.1", CLAIM_PORT))
                break
            except OSError:
                continue
        else:
            raise OSError("no free loopback subnet 127.A.B.0/24")
        self._lock = threading.Lock()
        self._taken: set[str] = set()
        self._returned: list[str] = []
        # Whether the address that came back last goes first.
        self.recycling = False
        self._next = RESERVED

    @property
    def cidr(self) -> str:
        return f"{self.prefix}.0/24"

    @property
    def resolver(self) -> str:
        """Where a VPC's resolver is: two above the base."""
        return f"{self.prefix}.2"

    @property
    def free(self) -> int:
        """How many addresses can still be taken."""
        with self._lock:
            return LAST - RESERVED + 1 - len(self._taken)

    def take(self) -> str:
        """The next free address, going round, so that an address is not soon another task's; or the last one returned.

        Raises RuntimeError if none is free.
        """
        with self._lock:
            while self.recycling and self._returned:
                address = self._returned.pop()
                if address not in self._taken:
                    self._taken.add(address)
                    return address
            for _ in range(RESERVED, LAST + 1):
                address = f"{self.prefix}.{self._next}"
                self._next = RESERVED if self._next == LAST else self._next + 1
                if address not in self._taken:
                    self._taken.add(address)
                    return address
        raise RuntimeError(f"no free address in {self.cidr}")

    def give_back(self, address: str) -> None:
        with self._lock:
            self._taken.discard(address)
            self._returned.append(address)

    def release(self) -> None:
        self._claim.close()
