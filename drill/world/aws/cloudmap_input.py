"""Cloud Map: what RegisterInstance takes."""

from __future__ import annotations

import ipaddress
import re

from moto.servicediscovery.exceptions import InvalidInput
from moto.servicediscovery.models import Service

INSTANCE_ID = re.compile(r"[0-9a-zA-Z_/:.@-]{1,64}")


def check_instance(service: Service, instance_id: str, attributes: dict[str, str] | None) -> None:
    """Stock moto: takes anything; AWS: InvalidInput (API, RegisterInstance, InstanceId and Attributes)."""
    given = attributes or {}
    if not INSTANCE_ID.fullmatch(instance_id or ""):
        raise InvalidInput(f"Invalid instance id: {instance_id!r}")
    _check_size(given)
    _check_records(service, given)
    if "AWS_INSTANCE_IPV4" in given:
        try:
            ipaddress.IPv4Address(given["AWS_INSTANCE_IPV4"])
        except ValueError:
            raise InvalidInput(f"Not an IPv4 address: {given['AWS_INSTANCE_IPV4']!r}") from None
    port = given.get("AWS_INSTANCE_PORT", "1")
    if not (port.isdecimal() and 1 <= int(port) <= 65535):
        raise InvalidInput(f"Not a port: {port!r}")
    health = given.get("AWS_INIT_HEALTH_STATUS")
    if health is not None and service.health_check_custom_config is None:
        raise InvalidInput("AWS_INIT_HEALTH_STATUS is for services with HealthCheckCustomConfig only")
    if health not in (None, "HEALTHY", "UNHEALTHY"):
        raise InvalidInput(f"Not a health status: {health!r}")


def _check_size(given: dict[str, str]) -> None:
    if len(given) > 30 or any(len(key) > 255 or len(value) > 1024 for key, value in given.items()):
        raise InvalidInput("Attributes: at most 30, keys of at most 255 and values of at most 1024 characters")
    if sum(len(key) + len(value) for key, value in given.items()) > 5000:
        raise InvalidInput("Attributes: at most 5000 characters in all")


def _check_records(service: Service, given: dict[str, str]) -> None:
    """What the service's DNS records are made of must be there."""
    types = {record["Type"] for record in (service.dns_config or {}).get("DnsRecords", [])}
    if types & {"A", "SRV"} and "AWS_INSTANCE_IPV4" not in given:
        raise InvalidInput("AWS_INSTANCE_IPV4 is required for a service with an A or SRV record")
    if "SRV" in types and "AWS_INSTANCE_PORT" not in given:
        raise InvalidInput("AWS_INSTANCE_PORT is required for a service with an SRV record")
