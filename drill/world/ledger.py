"""The stack's ledger: a table made as template.yaml describes it, and what is in it."""

from __future__ import annotations

from datetime import timezone

import yaml
from boto3.dynamodb.types import TypeDeserializer
from moto.dynamodb import dynamodb_backends

from world.aws.dynamodb import LOCK
from world.aws.mend import ACCOUNT, REGION
from world.options import REPOSITORY

# Its logical id, which is also what the SAM CLI makes of a reference to it in the functions' environment.
TABLE = "Ledger"


class _Template(yaml.CSafeLoader):
    """Reads an intrinsic function as its argument; the table's description has none. By libyaml: ten times as fast."""


def make(dynamodb: object) -> None:
    """Makes the table. dynamodb: a boto3 client"""
    template = yaml.load((REPOSITORY / "template.yaml").read_text(encoding="utf-8"), _Template)
    described = dict(template["Resources"][TABLE]["Properties"])
    # Properties of the table for CloudFormation, calls of their own for DynamoDB.
    recovery = described.pop("PointInTimeRecoverySpecification")
    expiry = described.pop("TimeToLiveSpecification")
    described["StreamSpecification"] = {"StreamEnabled": True} | described["StreamSpecification"]
    dynamodb.create_table(TableName=TABLE, **described)
    dynamodb.update_continuous_backups(TableName=TABLE, PointInTimeRecoverySpecification=recovery)
    dynamodb.update_time_to_live(TableName=TABLE, TimeToLiveSpecification=expiry)


def changes(begin: int) -> list[dict]:
    """The changes to the table from the one of this number on, oldest first, as its stream has them.

    Read past the emulator's API, so that no call is counted.
    """
    with LOCK:
        table = dynamodb_backends[ACCOUNT][REGION].tables.get(TABLE)
        return [_as_lambda_sees_it(record.to_json()) for record in table.stream_shard.items[begin:]] if table else []


def stream_arn() -> str:
    table = dynamodb_backends[ACCOUNT][REGION].tables[TABLE]
    return f"{table.table_arn}/stream/{table.latest_stream_label}"


def shown() -> dict:
    """Every item by its id, as plain values. Read past the emulator's API, so that no call is counted."""
    with LOCK:
        table = dynamodb_backends[ACCOUNT][REGION].tables.get(TABLE)
        items = [item.to_json()["Attributes"] for item in table.all_items()] if table else []
        shown = [plain(item) for item in items]
    return {item.pop("id"): item for item in sorted(shown, key=lambda item: item["id"])}


def plain(item: dict) -> dict:
    """An item's attributes as plain values."""
    return {name: _plain(value) for name, value in item.items()}


def _as_lambda_sees_it(record: dict) -> dict:
    """Of a record as moto keeps it, with the seconds since 1970 in place of a time."""
    change = record["dynamodb"]
    seconds = change["ApproximateCreationDateTime"].replace(tzinfo=timezone.utc).timestamp()
    return record | {"dynamodb": change | {"ApproximateCreationDateTime": int(seconds)}}


def _plain(value: dict) -> object:
    """An attribute's value as JSON knows it. Raises TypeError for bytes, of which the ledger has none."""
    return _json(TypeDeserializer().deserialize(value))


def _json(value: object) -> object:
    match value:
        case None | bool() | str():
            return value
        case dict():
            return {name: _json(each) for name, each in value.items()}
        case list():
            return [_json(each) for each in value]
        case set():
            return sorted(_json(each) for each in value)
    return int(value) if value == int(value) else float(value)


def _argument(loader: _Template, _: str, node: yaml.Node) -> object:
    match node:
        case yaml.ScalarNode():
            return loader.construct_scalar(node)
        case yaml.SequenceNode():
            return loader.construct_sequence(node)
    return loader.construct_mapping(node)


_Template.add_multi_constructor("!", _argument)
