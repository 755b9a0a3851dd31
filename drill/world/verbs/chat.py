"""How messages fare on their way to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world.chat import CHANNELS, WAYS
from world.verbs.common import number

if TYPE_CHECKING:
    from world.world import World


def chat_fails(world: World, kind: str, times: str = "1", channel: str = "both") -> dict:
    """So many messages from now on fare so, in this channel (slack, sns) or in each; `off`: none does.

    throttled, busy: too many, come again in 1 s or 30 s (HTTP 429); broken: HTTP 500; silent: no answer, and it does not
    arrive; lost: it arrives without an answer; refused: never (HTTP 400); closed: no such webhook or topic (HTTP 404)
    """
    if kind == "off":
        world.chat.faults.end()
        return {"failing": kind}
    if kind not in WAYS:
        raise ValueError(f"none of {', '.join(WAYS)}, off: {kind!r}")
    if channel not in (*CHANNELS, "both"):
        raise ValueError(f"none of {', '.join(CHANNELS)}, both: {channel!r}")
    for each in CHANNELS if channel == "both" else [channel]:
        world.chat.faults.add(each, kind, number(times))
    return {"failing": kind, "times": number(times), "channel": channel}
