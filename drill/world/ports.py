"""Which ports of this machine somebody listens on, and which are free for a child to."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from world.addresses import CLAIM_PORT

# None of those that Linux gives away by itself, from 32768 on where nobody has set it (net.ipv4.ip_local_port_range).
CHOSEN = [port for port in range(20_000, 32_768) if port != CLAIM_PORT]
SOCKETS = Path("/proc/net/tcp")
LISTENS = "0A"


def listening() -> set[str]:
    """The IPv4 addresses at which somebody on this machine listens."""
    sockets = [line.split()[1:4] for line in SOCKETS.read_text().splitlines()[1:]]
    # The kernel writes an address as one number, the first octet at its end.
    return {socket.inet_ntoa(bytes.fromhex(local[:8])[::-1]) for local, _, status in sockets if status == LISTENS}


def free_port(host: str) -> int:
    """One that a child may listen on soon: nobody does now, and Linux gives it to nobody meanwhile. Raises OSError."""
    for port in random.sample(CHOSEN, 50):
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
                return port
            except OSError:
                continue
    raise OSError(f"no free port at {host}")
