"""How DynamoDB answers when the ledger cannot be had. That so many calls are throttled says `throttle` of any action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world.aws.dynamodb import Faults

if TYPE_CHECKING:
    from world.world import World


def fail_ledger(world: World, how: str) -> dict:
    """From now on every request to DynamoDB is `throttled`, or fails `before` it is done or `after` it; `off`: none."""
    if how not in (*Faults.WAYS, "off"):
        raise ValueError(f"none of {', '.join(Faults.WAYS)}, off: {how!r}")
    world.ledger_faults.failing = None if how == "off" else how
    return {"failing": world.ledger_faults.failing}
