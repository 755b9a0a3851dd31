"""The private zone as Route 53 serves it, and the resolver's memory in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from dnslib import QTYPE, RCODE, DNSRecord

from world.dns import AuthoritativeServer, CachingResolver
from world.zones import Record, Zone

NAME = "mlflow.drill.local."
SOA = Record("drill.local.", "SOA", 900, ("ns.drill.local. hostmaster.drill.local. 1 7200 900 1209600 15",))
NS = Record("drill.local.", "NS", 172800, ("ns.drill.local.",))


@dataclass
class Network:
    """A zone that a test can change, the server and resolver for it, and the resolver's clock in seconds."""

    records: list[Record] = field(default_factory=lambda: [SOA, NS])
    now: float = 0.0

    def __post_init__(self) -> None:
        self.server = AuthoritativeServer("127.0.0.1", 0, lambda: [Zone("drill.local.", tuple(self.records))])
        self.resolver = CachingResolver("127.0.0.1", 0, self.server.address, clock=lambda: self.now)

    def register(self, *addresses: str) -> None:
        self.records += [Record(NAME, "A", 10, (address,), address) for address in addresses]

    def deregister_all(self) -> None:
        self.records[:] = [SOA, NS]


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    network.server.start()
    network.resolver.start()
    yield network
    network.resolver.stop()
    network.server.stop()


def ask(
    where: AuthoritativeServer | CachingResolver, name: str = NAME, kind: str = "A", tcp: bool = False
) -> DNSRecord:
    return DNSRecord.parse(DNSRecord.question(name, kind).send(*where.address, tcp=tcp, timeout=5))


def addresses(answer: DNSRecord) -> set[str]:
    return {str(record.rdata) for record in answer.rr}


def test_answers_every_instance_with_its_ttl(network: Network) -> None:
    network.register("127.0.0.2", "127.0.0.3")

    answer = ask(network.server)

    assert answer.header.aa == 1
    assert addresses(answer) == {"127.0.0.2", "127.0.0.3"}
    assert {record.ttl for record in answer.rr} == {10}


def test_is_asked_over_tcp_on_the_same_port(network: Network) -> None:
    network.register("127.0.0.2")

    assert addresses(ask(network.server, tcp=True)) == {"127.0.0.2"}
    assert addresses(ask(network.resolver, tcp=True)) == {"127.0.0.2"}


def test_does_not_mind_the_case_of_a_name(network: Network) -> None:
    network.register("127.0.0.2")

    assert addresses(ask(network.server, "MLflow.Drill.LOCAL.")) == {"127.0.0.2"}


def test_answers_at_most_eight_of_many_and_in_the_end_all(network: Network) -> None:
    many = {f"127.0.0.{n}" for n in range(2, 14)}
    network.register(*many)

    answers = [addresses(ask(network.server)) for _ in range(50)]

    assert {len(answer) for answer in answers} == {8}
    assert set.union(*answers) == many


def test_a_long_answer_is_truncated_over_udp_and_whole_over_tcp(network: Network) -> None:
    target = "a" * 50 + ".drill.local."
    network.records += [Record(NAME, "SRV", 10, (f"1 1 {5000 + n} {n}{target}",), str(n)) for n in range(8)]

    assert ask(network.server, kind="SRV").header.tc == 1
    assert len(ask(network.server, kind="SRV", tcp=True).rr) == 8
    assert len(ask(network.resolver, kind="SRV", tcp=True).rr) == 8


@pytest.mark.parametrize(
    ("name", "kind", "rcode"),
    [
        ("nobody.drill.local.", "A", RCODE.NXDOMAIN),
        (NAME, "SRV", RCODE.NOERROR),
        ("drill.local.", "A", RCODE.NOERROR),
        ("between.drill.local.", "A", RCODE.NOERROR),
        ("x" + NAME, "A", RCODE.NXDOMAIN),
    ],
)
def test_tells_a_name_that_is_not_from_one_without_such_a_record(
    network: Network, name: str, kind: str, rcode: int
) -> None:
    network.register("127.0.0.2")
    network.records.append(Record("deep.between.drill.local.", "A", 10, ("127.0.0.9",)))

    answer = ask(network.server, name, kind)

    assert answer.header.rcode == rcode
    assert answer.rr == []
    assert [(str(soa.rname), soa.ttl) for soa in answer.auth] == [("drill.local.", 15)]


def test_refuses_what_is_outside_its_zones_and_the_resolver_denies_it_by_the_root(network: Network) -> None:
    assert ask(network.server, "example.com.").header.rcode == RCODE.REFUSED

    answer = ask(network.resolver, "example.com.")

    assert answer.header.rcode == RCODE.NXDOMAIN
    assert [str(soa.rname) for soa in answer.auth] == ["."]


def test_keeps_a_positive_answer_for_its_ttl_and_counts_down(network: Network) -> None:
    network.register("127.0.0.2")
    ask(network.resolver)
    network.deregister_all()

    network.now = 4.5
    assert [record.ttl for record in ask(network.resolver).rr] == [6]
    network.now = 9.9
    assert addresses(ask(network.resolver)) == {"127.0.0.2"}
    network.now = 10
    assert ask(network.resolver).header.rcode == RCODE.NXDOMAIN


def test_keeps_a_negative_answer_for_the_negative_ttl_although_the_name_is_back(network: Network) -> None:
    ask(network.resolver)
    network.register("127.0.0.2")

    network.now = 14.9
    remembered = ask(network.resolver)
    assert remembered.header.rcode == RCODE.NXDOMAIN
    assert [soa.ttl for soa in remembered.auth] == [1]
    network.now = 15
    assert addresses(ask(network.resolver)) == {"127.0.0.2"}


def test_a_name_denied_for_one_type_is_denied_for_all_but_a_missing_record_only_for_its_own(network: Network) -> None:
    ask(network.resolver, "later.drill.local.", "SRV")
    network.register("127.0.0.2")
    network.records.append(Record("later.drill.local.", "A", 10, ("127.0.0.3",)))

    assert ask(network.resolver, "later.drill.local.").header.rcode == RCODE.NXDOMAIN
    assert ask(network.resolver, kind="SRV").rr == []
    assert addresses(ask(network.resolver)) == {"127.0.0.2"}


def test_forgets_everything_when_flushed(network: Network) -> None:
    ask(network.resolver)
    network.register("127.0.0.2")

    network.resolver.flush()

    assert addresses(ask(network.resolver)) == {"127.0.0.2"}


def test_a_failing_server_is_passed_on_and_not_remembered(network: Network) -> None:
    network.register("127.0.0.2")
    network.server.failing = True
    assert ask(network.server).header.rcode == RCODE.SERVFAIL
    assert ask(network.resolver).header.rcode == RCODE.SERVFAIL

    network.server.failing = False

    assert addresses(ask(network.resolver)) == {"127.0.0.2"}


def test_a_server_that_is_gone_is_a_failure_too(network: Network) -> None:
    network.server.stop()

    assert ask(network.resolver).header.rcode == RCODE.SERVFAIL


def test_a_request_without_a_question_is_a_format_error(network: Network) -> None:
    reply = DNSRecord.parse(DNSRecord().send(*network.server.address, timeout=5))

    assert reply.header.rcode == RCODE.FORMERR


def test_a_record_type_is_asked_by_its_number_too(network: Network) -> None:
    assert ask(network.server, "drill.local.", "SOA").rr[0].rtype == QTYPE.SOA
