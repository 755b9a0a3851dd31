"""The private DNS zones of the emulated Route 53, as plain values that a DNS server can answer from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moto.core import DEFAULT_ACCOUNT_ID
from moto.route53 import route53_backends


@dataclass(frozen=True)
class Record:
    """One resource record set.

    name: absolute, with the trailing dot, lower case
    type: A, SRV, SOA or NS
    ttl: seconds
    values: the record data as Route 53 writes it, for SRV `priority weight port target.`
    set_identifier: tells the sets of one name and type apart where the routing policy is MULTIVALUE, else None
    """

    name: str
    type: str
    ttl: int
    values: tuple[str, ...]
    set_identifier: str | None = None


@dataclass(frozen=True)
class Zone:
    """One hosted zone. name: absolute, with the trailing dot, lower case."""

    name: str
    records: tuple[Record, ...]


def zones() -> list[Zone]:
    """Reads every private zone as it is at this moment; call it again for each answer."""
    hosted = list(route53_backends[DEFAULT_ACCOUNT_ID]["aws"].zones.values())
    return [Zone(_absolute(zone.name), tuple(_records(zone))) for zone in hosted if zone.private_zone]


def _records(zone: object) -> Iterator[Record]:
    for found in list(zone.rrsets):
        yield Record(
            _absolute(found.name), found.type, int(found.ttl or 0), tuple(found.records), found.set_identifier or None
        )


def _absolute(name: str) -> str:
    return name.lower().rstrip(".") + "."
