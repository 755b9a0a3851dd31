"""DNS of the drill's VPC: a server for the private zones, and the caching resolver that everybody asks instead.

The server answers as Route 53 does for a private hosted zone; the resolver caches as the VPC's resolver does, so that a
negative answer outlives the repair of the name by the zone's negative TTL.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from dnslib import NS, QTYPE, RCODE, RR, SOA, SRV, A, DNSError, DNSRecord

from world.dns_listener import Address, Listener
from world.zones import Record, Zone

# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html
MULTIVALUE_LIMIT = 8

UPSTREAM_SECONDS = 2.0

ROOT_SOA = RR(
    ".",
    QTYPE.SOA,
    ttl=86400,
    rdata=SOA("a.root-servers.net.", "nstld.verisign-grs.com.", (2026010100, 1800, 900, 604800, 86400)),
)


class _Server:
    """Answers what it is asked at `address`, over UDP and TCP, from `start` to `stop`."""

    def __init__(self, host: str, port: int) -> None:
        """port 0 takes a free one."""
        self._listener = Listener(host, port, self._reply)
        self.address: Address = self._listener.address

    def start(self) -> None:
        self._listener.start()

    def stop(self) -> None:
        self._listener.stop()

    def _reply(self, request: DNSRecord) -> DNSRecord:
        raise NotImplementedError


class AuthoritativeServer(_Server):
    """Answers for the private zones as they are at each query.

    Set `failing` to answer SERVFAIL to everything.
    """

    def __init__(self, host: str, port: int, zones: Callable[[], list[Zone]]) -> None:
        """zones() is read again for each query."""
        super().__init__(host, port)
        self.failing = False
        self._zones = zones

    def _reply(self, request: DNSRecord) -> DNSRecord:
        reply = request.reply(ra=0)
        if self.failing:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        name = _key(request)
        zone = _zone_of(name, self._zones())
        if zone is None:
            reply.header.rcode = RCODE.REFUSED
            reply.header.aa = 0
            return reply
        answers = _select(zone, name, QTYPE.get(request.q.qtype))
        if answers:
            reply.add_answer(*(_resource(record, value, request.q.qname) for record, value in answers))
        else:
            if not any(record.name == name or record.name.endswith("." + name) for record in zone.records):
                reply.header.rcode = RCODE.NXDOMAIN
            reply.add_auth(*_negative_soa(zone))
        return reply


class CachingResolver(_Server):
    """Asks the server and keeps what it says for as long as it may (RFC 1035, RFC 2308).

    A name outside the private zones does not exist, at once: no other server is ever reached.
    """

    def __init__(self, host: str, port: int, upstream: Address, clock: Callable[[], float] = time.monotonic) -> None:
        """clock gives seconds and is what the time to live is counted by."""
        super().__init__(host, port)
        self._upstream = upstream
        self._clock = clock
        self._cache: dict[tuple[str, int | None], _Cached] = {}

    def flush(self) -> None:
        """Forgets every answer."""
        self._cache.clear()

    def _reply(self, request: DNSRecord) -> DNSRecord:
        reply = request.reply(aa=0)
        now = self._clock()
        name = _key(request)
        # A name that does not exist has no record of any type, so that answer is kept under None for all types.
        for key in ((name, request.q.qtype), (name, None)):
            cached = self._cache.get(key)
            if cached is not None and now < cached.expires:
                return cached.written_to(reply, now)
        try:
            fresh = self._ask(request, now)
        except (OSError, DNSError):
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        if fresh.rcode in (RCODE.NOERROR, RCODE.NXDOMAIN):
            self._cache[name, None if fresh.rcode == RCODE.NXDOMAIN else request.q.qtype] = fresh
        return fresh.written_to(reply, now)

    def _ask(self, request: DNSRecord, now: float) -> _Cached:
        question = DNSRecord.question(str(request.q.qname), QTYPE.get(request.q.qtype))
        said = DNSRecord.parse(question.send(*self._upstream, timeout=UPSTREAM_SECONDS))
        if said.header.tc:
            said = DNSRecord.parse(question.send(*self._upstream, tcp=True, timeout=UPSTREAM_SECONDS))
        if said.header.rcode == RCODE.REFUSED:
            return _Cached(RCODE.NXDOMAIN, (), (ROOT_SOA,), stored=now, expires=now)
        if said.rr:
            life = min(record.ttl for record in said.rr)
        else:
            life = min((_negative_ttl(soa) for soa in said.auth), default=0)
        return _Cached(said.header.rcode, tuple(said.rr), tuple(said.auth), stored=now, expires=now + life)


@dataclass(frozen=True)
class _Cached:
    """One answer; stored and expires in seconds of the resolver's clock."""

    rcode: int
    answers: tuple[RR, ...]
    authority: tuple[RR, ...]
    stored: float
    expires: float

    def written_to(self, reply: DNSRecord, now: float) -> DNSRecord:
        age = int(now - self.stored)
        reply.header.rcode = self.rcode
        reply.add_answer(*(_aged(record, age) for record in random.sample(self.answers, len(self.answers))))
        reply.add_auth(*(_aged(record, age) for record in self.authority))
        return reply


def _key(request: DNSRecord) -> str:
    return str(request.q.qname).lower()


def _zone_of(name: str, zones: list[Zone]) -> Zone | None:
    around = [zone for zone in zones if name == zone.name or name.endswith("." + zone.name)]
    return max(around, key=lambda zone: len(zone.name), default=None)


def _select(zone: Zone, name: str, wanted: str) -> list[tuple[Record, str]]:
    """Every value of the name and type; of multivalue records at most eight, at random, as Route 53 does."""
    records = [record for record in zone.records if record.name == name and record.type == wanted]
    multivalue = [record for record in records if record.set_identifier is not None]
    plain = [record for record in records if record.set_identifier is None]
    chosen = random.sample(multivalue, min(len(multivalue), MULTIVALUE_LIMIT))
    return [(record, value) for record in plain + chosen for value in record.values]


def _negative_soa(zone: Zone) -> list[RR]:
    """The zone's SOA, to live as long as the negative answer may (RFC 2308 §3)."""
    found = [_resource(record, value, zone.name) for record, value in _select(zone, zone.name, "SOA")]
    for soa in found:
        soa.ttl = _negative_ttl(soa)
    return found


def _negative_ttl(soa: RR) -> int:
    return min(soa.ttl, soa.rdata.times[4])


def _resource(record: Record, value: str, name: object) -> RR:
    fields = value.split()
    match record.type:
        case "A":
            rdata = A(value)
        case "SRV":
            rdata = SRV(*map(int, fields[:3]), target=fields[3])
        case "SOA":
            rdata = SOA(fields[0], fields[1], tuple(map(int, fields[2:])))
        case "NS":
            rdata = NS(value)
        case other:
            raise ValueError(f"no such record type in a Cloud Map zone: {other}")
    return RR(name, getattr(QTYPE, record.type), ttl=record.ttl, rdata=rdata)


def _aged(record: RR, seconds: int) -> RR:
    return RR(record.rname, record.rtype, record.rclass, max(record.ttl - seconds, 0), record.rdata)
