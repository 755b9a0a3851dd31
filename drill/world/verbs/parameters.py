"""What other people do to the parameters: edit them, take them away, make secrets of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from world.verbs.common import switch

if TYPE_CHECKING:
    from world.world import World


def set_parameter(world: World, name: str, value: str) -> dict:
    """Somebody else writes the parameter: its type stays, and there is one more version. What is missing is made."""
    ssm = world.client("ssm")
    try:
        version = ssm.put_parameter(Name=name, Value=value, Overwrite=True)["Version"]
    except ssm.exceptions.ClientError as refused:
        if "type is required" not in str(refused):
            raise _refusal(refused) from refused
        version = ssm.put_parameter(Name=name, Value=value, Type="String")["Version"]
    return {"parameter": name, "version": version}


def parameter_gone(world: World, name: str) -> dict:
    """Somebody deletes the parameter."""
    try:
        world.client("ssm").delete_parameter(Name=name)
    except ClientError as refused:
        raise _refusal(refused) from refused
    return {"deleted": name}


def make_secret(world: World, name: str) -> dict:
    """The parameter is made again with its value as a SecureString, encrypted with a KMS key of its own."""
    ssm = world.client("ssm")
    try:
        value = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    except ClientError as refused:
        raise _refusal(refused) from refused
    key = make_key(world)["key"]
    ssm.delete_parameter(Name=name)
    ssm.put_parameter(Name=name, Value=value, Type="SecureString", KeyId=key)
    return {"parameter": name, "key": key}


def make_key(world: World) -> dict:
    """A new KMS key. Tells its id."""
    return {"key": world.client("kms").create_key()["KeyMetadata"]["KeyId"]}


def disable_key(world: World, key: str, wanted: str) -> dict:
    """on: what was encrypted with the KMS key cannot be read, and nothing can be encrypted with it; off: it can again."""
    kms, disabled = world.client("kms"), switch(wanted)
    try:
        kms.disable_key(KeyId=key) if disabled else kms.enable_key(KeyId=key)
    except ClientError as refused:
        raise _refusal(refused) from refused
    return {"key": key, "disabled": disabled}


def _refusal(refused: ClientError) -> LookupError | ValueError:
    """AWS's words, as a verb says what it cannot do."""
    error = refused.response["Error"]
    kind = LookupError if "NotFound" in error["Code"] else ValueError
    return kind(f"{error['Code']}: {error['Message']}")
