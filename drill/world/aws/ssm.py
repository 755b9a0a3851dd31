"""SSM's parameters: checked as Parameter Store checks them, encrypted with keys that can be disabled.

Sources: `API` is the API reference of Systems Manager (PutParameter, ParameterInlinePolicy), `KMS` the developer guide of
KMS, "How AWS Systems Manager Parameter Store uses AWS KMS".
"""

from __future__ import annotations

import ipaddress
import json
import re
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from moto.kms import kms_backends
from moto.ssm import models
from moto.ssm.exceptions import SSMException, ValidationException
from moto.ssm.models import Parameter, SimpleSystemManagerBackend

from world.aws.mend import ACCOUNT, REGION, mend

LOCK = threading.RLock()
BETWEEN = re.compile(r"[\[\],\s]*")
DEFAULT_KEY = "alias/aws/ssm"
# These need the advanced tier.
ADVANCED = ("url", "json", "jsonc")


class InvalidKeyId(SSMException):
    def __init__(self, message: str) -> None:
        super().__init__("InvalidKeyId", message)


class ParameterPatternMismatch(SSMException):
    def __init__(self, message: str) -> None:
        super().__init__("ParameterPatternMismatchException", message)


class HierarchyTypeMismatch(SSMException):
    def __init__(self, message: str) -> None:
        super().__init__("HierarchyTypeMismatchException", message)


def install() -> None:
    """Puts the mends into moto."""
    _mend_puts()
    _mend_values()


def clear_value(parameter: Parameter) -> str:
    """The value as ECS puts it into a container's environment. Raises InvalidKeyId."""
    return parameter.decrypt(parameter.value)


def _mend_puts() -> None:
    stock_put = SimpleSystemManagerBackend.put_parameter

    @mend(SimpleSystemManagerBackend)
    def put_parameter(self: SimpleSystemManagerBackend, name: str, *given: object, **named: object) -> Parameter:
        """Stock moto: takes what the pattern refuses, keeps the key of a put that names none, encrypts with a disabled one,
        makes a parameter without a type, changes the type of one; AWS: ParameterPatternMismatchException, the default key,
        InvalidKeyId, ValidationException, HierarchyTypeMismatchException.

        Source: API, KMS. A put that says no pattern is held against the one that the parameter has, as stock moto keeps it;
        an empty pattern takes it away.
        """
        asked = _asked(given, named)
        with LOCK:
            newest = self._parameters[name][-1] if name in self._parameters else None
            kind = _type(newest, asked["parameter_type"])
            pattern = asked["allowed_pattern"]
            if pattern is None and newest:
                pattern = newest.allowed_pattern
            if pattern and not re.fullmatch(pattern, asked["value"]):
                raise ParameterPatternMismatch(f"Parameter value {asked['value']} does not match pattern {pattern}")
            _check_data_type(asked["data_type"], asked["value"], asked["tier"] or (newest.tier if newest else None))
            if kind == "SecureString":
                asked["keyid"] = asked["keyid"] or DEFAULT_KEY
                _check_key(asked["keyid"])
            return stock_put(self, name, **asked)

    @mend(models)
    def _valid_parameter_data_type(data_type: str) -> bool:
        """Stock moto: `text` and `aws:ec2:image`; AWS: many more, each of which the value is held against. Source: API."""
        return data_type in DATA_TYPES


def _mend_values() -> None:
    stock_decrypt, stock_response = Parameter.decrypt, Parameter.response_object

    @mend(Parameter)
    def decrypt(self: Parameter, value: str) -> str | None:
        """Stock moto: with a key that is disabled; AWS: InvalidKeyId. Source: KMS."""
        if self.parameter_type == "SecureString":
            _check_key(self.keyid)
        return stock_decrypt(self, value)

    @mend(Parameter)
    def response_object(self: Parameter, decrypt: bool = False, region: str | None = None) -> dict:
        """Stock moto: a policy's text and type are the policy itself, Finished; AWS: its JSON text, its type, Pending.

        Source: API.
        """
        shown = stock_response(self, decrypt, region)
        if "Policies" in shown:
            shown["Policies"] = [
                {"PolicyText": text, "PolicyType": json.loads(text)["Type"], "PolicyStatus": "Pending"}
                for text in _texts(self.policies)
            ]
        return shown


def _asked(given: tuple, named: dict) -> dict:
    """The arguments of stock moto's `put_parameter` by their names."""
    names = ("description", "value", "parameter_type", "allowed_pattern", "keyid", "overwrite", "tags", "data_type")
    return dict.fromkeys(("tier", "policies")) | dict(zip(names, given, strict=False)) | named


def _texts(policies: str) -> list[str]:
    """What stands in a JSON array, piece by piece and as it stands there."""
    texts, at = [], BETWEEN.match(policies).end()
    while at < len(policies):
        _, end = json.JSONDecoder().raw_decode(policies, at)
        texts.append(policies[at:end])
        at = BETWEEN.match(policies, end).end()
    return texts


def _type(newest: Parameter | None, asked: str | None) -> str:
    """The type that a put leads to. Raises ValidationException and HierarchyTypeMismatchException."""
    if newest is None and not asked:
        raise ValidationException("A parameter type is required when you create a parameter.")
    if newest and asked and asked != newest.parameter_type:
        raise HierarchyTypeMismatch("Parameter Store doesn't support changing a parameter type in a hierarchy.")
    return asked or newest.parameter_type


def _check_key(key: str) -> None:
    """Raises InvalidKeyId for a key that cannot be used now. A key of AWS's own always can be."""
    if key == DEFAULT_KEY:
        return
    backend = kms_backends[ACCOUNT][REGION]
    alias = backend.get_alias_name(key)
    is_alias = alias.startswith("alias/")
    found = backend.keys.get(backend.get_key_id_from_alias(alias) if is_alias else backend.get_key_id(key))
    if found is None:
        raise InvalidKeyId(f"Invalid keyId {key}")
    if not found.enabled:
        raise InvalidKeyId(f"{found.arn} is disabled. (Service: Kms, Status Code: 400, Error Code: DisabledException)")


def _check_data_type(data_type: str, value: str, tier: str | None) -> None:
    """Raises ValidationException."""
    if data_type in ADVANCED and tier == "Standard":
        raise ValidationException(f"The data type {data_type} requires the advanced-parameter tier.")
    holds = DATA_TYPES.get(data_type)
    if holds and not _is(holds, value):
        raise ValidationException(f"Parameter value is not of data type {data_type}.")


def _is(holds: Callable[[str], object], value: str) -> bool:
    try:
        return holds(value) not in (False, None)
    except ValueError:
        return False


def _matches(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def _url(value: str) -> bool:
    parts = urlsplit(value)
    return bool(parts.scheme and parts.hostname)


# What a value has to be, where it is checked; a check gives False or None, or raises ValueError, where it is not.
# Source: API, DataType.
DATA_TYPES: dict[str, Callable[[str], object] | None] = {
    "text": None,
    "aws:ec2:image": None,
    "aws:ssm:integration": None,
    "aws:region": _matches(r"[a-z]{2}(-[a-z]+)+-\d"),
    "aws:account:id": _matches(r"\d{12}"),
    "boolean": _matches("true|false"),
    "integer": _matches(r"[+-]?\d+"),
    "float": lambda value: repr(float(value)),
    "binary": None,
    "hostname": _matches(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"),
    "email": _matches(r"[^@\s]+@[^@\s]+"),
    "ipv4-address": ipaddress.IPv4Address,
    "ipv6-address": ipaddress.IPv6Address,
    "url": _url,
    "json": lambda value: repr(json.loads(value)),
    "jsonc": None,
}
