"""Route 53: hosted zones whose names and records a DNS server can answer from."""

from __future__ import annotations

from moto.route53.models import FakeZone, Route53Backend

from world.aws.mend import mend

NAME_SERVER = "ns-1536.awsdns-00.co.uk."
NEGATIVE_TTL = 86400


def start_of_authority(negative_ttl: int) -> str:
    """The value of a zone's SOA record; its last number is how long a missing name may be remembered, in seconds."""
    return f"{NAME_SERVER} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 {negative_ttl}"


def put_authority(zone: FakeZone, soa_ttl: int, negative_ttl: int) -> None:
    """Gives the zone its SOA and NS record sets anew."""
    zone.rrsets = [found for found in zone.rrsets if found.type not in ("SOA", "NS")]
    for kind, ttl, value in (("SOA", soa_ttl, start_of_authority(negative_ttl)), ("NS", 172800, NAME_SERVER)):
        zone.upsert_rrset({"Name": zone.name, "Type": kind, "TTL": str(ttl), "ResourceRecords": [value]})


def install() -> None:
    stock_create_hosted_zone = Route53Backend.create_hosted_zone

    @mend(Route53Backend)
    def create_hosted_zone(self: Route53Backend, name: str, *rest: object, **options: object) -> FakeZone:
        """Stock moto: relative NS name, SOA value wrapped in a dict; AWS: absolute names, plain values (API)."""
        zone = stock_create_hosted_zone(self, name, *rest, **options)
        zone.name = name.rstrip(".") + "."
        put_authority(zone, soa_ttl=900, negative_ttl=NEGATIVE_TTL)
        return zone
