"""Cloud Map's private zones: the records that Route 53 holds for the instances."""

from __future__ import annotations

from moto.core import DEFAULT_ACCOUNT_ID
from moto.route53 import route53_backends
from moto.route53.models import FakeZone
from moto.servicediscovery.exceptions import ConflictingDomainExists
from moto.servicediscovery.models import Namespace, Service, ServiceDiscoveryBackend, ServiceInstance

from world.aws.mend import mend
from world.aws.route53 import put_authority

DEFAULT_SOA_TTL = 15


def install() -> None:
    @mend(ServiceDiscoveryBackend)
    def create_private_dns_namespace(
        self: ServiceDiscoveryBackend,
        name: str,
        creator_request_id: str,
        description: str,
        vpc: str,
        tags: list,
        properties: dict | None,
    ) -> str:
        """Stock moto: a zone `NAME-hz`, one namespace for each VPC; AWS: a zone of that name, its SOA as asked for.

        Source: API, CreatePrivateDnsNamespace.
        """
        if any(found.vpc == vpc and found.name == name for found in self.namespaces.values()):
            raise ConflictingDomainExists(vpc)
        zone = route53_backends[DEFAULT_ACCOUNT_ID]["aws"].create_hosted_zone(
            name, private_zone=True, vpcid=vpc, vpcregion=self.region_name, comment="Created by AWS Cloud Map"
        )
        ttl = int(((properties or {}).get("DnsProperties") or {}).get("SOA", {}).get("TTL") or DEFAULT_SOA_TTL)
        put_authority(zone, soa_ttl=ttl, negative_ttl=ttl)
        namespace = Namespace(
            account_id=self.account_id,
            region=self.region_name,
            name=name,
            ns_type="DNS_PRIVATE",
            creator_request_id=creator_request_id,
            description=description,
            dns_properties={"HostedZoneId": zone.resource_id, "SOA": {"TTL": ttl}},
            http_properties={"HttpName": name},
            vpc=vpc,
        )
        self.namespaces[namespace.id] = namespace
        if tags:
            self.tagger.tag_resource(namespace.arn, tags)
        return self._create_operation("CREATE_NAMESPACE", targets={"NAMESPACE": namespace.id})


def write_records(backend: ServiceDiscoveryBackend, service: Service) -> None:
    """Stock moto: no records at all; AWS: one MULTIVALUE set for each healthy instance, all of them where none is.

    Source: API, DnsConfig.RoutingPolicy.
    """
    namespace = backend.namespaces.get(service.namespace_id)
    if namespace is None or namespace.type != "DNS_PRIVATE" or not service.dns_config:
        return
    zone = route53_backends[DEFAULT_ACCOUNT_ID]["aws"].zones[namespace.dns_properties["HostedZoneId"]]
    name = f"{service.name}.{namespace.name}.".lower()
    sets = [
        record_set
        for instance in _answering(service)
        for record in service.dns_config["DnsRecords"]
        for record_set in _record_sets(name, record, instance)
    ]
    kept = [found for found in zone.rrsets if found.name != name and not found.name.endswith("." + name)]
    _replace(zone, kept, sets)


def _answering(service: Service) -> list[ServiceInstance]:
    addressed = [found for found in service.instances if "AWS_INSTANCE_IPV4" in found.attributes]
    return [found for found in addressed if found.health_status == "HEALTHY"] or addressed


def _record_sets(name: str, record: dict, instance: ServiceInstance) -> list[dict]:
    address = instance.attributes["AWS_INSTANCE_IPV4"]
    ttl = str(record["TTL"])

    def multivalue(kind: str, value: str) -> dict:
        return {
            "Name": name,
            "Type": kind,
            "TTL": ttl,
            "MultiValueAnswer": True,
            "SetIdentifier": instance.instance_id,
            "ResourceRecords": [value],
        }

    if record["Type"] == "A":
        return [multivalue("A", address)]
    if record["Type"] == "SRV":
        host = f"{instance.instance_id}.{name}".lower()
        return [
            multivalue("SRV", f"1 1 {instance.attributes['AWS_INSTANCE_PORT']} {host}"),
            {"Name": host, "Type": "A", "TTL": ttl, "ResourceRecords": [address]},
        ]
    return []


def _replace(zone: FakeZone, kept: list, sets: list[dict]) -> None:
    """Changes the zone by one assignment, so that a DNS query meanwhile sees all of it or nothing."""
    draft = FakeZone(zone.name, zone.resource_id, zone.private_zone, zone.caller_reference)
    draft.rrsets = list(kept)
    for record_set in sets:
        draft.upsert_rrset(record_set)
    zone.rrsets = draft.rrsets
