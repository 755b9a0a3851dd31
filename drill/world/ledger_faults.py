"""The scenario verbs about the ledger: how DynamoDB answers when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world.aws.dynamodb import EVERY

if TYPE_CHECKING:
    from world.world import World

SWITCH = {"on": EVERY, "off": 0}
MOMENTS = {"before": "before", "after": "after", "off": None}


def throttle_ledger(world: World, requests: str) -> dict:
    """DynamoDB throttles so many of the next requests; `on`: every one from now on; `off`: none."""
    if requests not in SWITCH and not requests.isdigit():
        raise ValueError(f"neither a number of requests nor on nor off: {requests!r}")
    world.faults.throttled = SWITCH[requests] if requests in SWITCH else int(requests)
    return {"throttled": requests}


def fail_ledger(world: World, moment: str) -> dict:
    """From now on every request to DynamoDB ends as an error `before` it is done, or `after` it was; `off`: none does."""
    if moment not in MOMENTS:
        raise ValueError(f"none of {', '.join(MOMENTS)}: {moment!r}")
    world.faults.failing = MOMENTS[moment]
    return {"failing": moment}
