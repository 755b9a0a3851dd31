"""CloudWatch's alarms, put into a state by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world.aws.alarms import STATES

if TYPE_CHECKING:
    from world.world import World


def set_alarm(world: World, alarm: str, state: str) -> dict:
    """The alarm is in this state from now on, whatever its metrics say, and its event is made; `off`: they decide again."""
    known = world.alarms.backend.alarms
    if alarm not in known:
        raise LookupError(f"no such alarm: {alarm}; there are {', '.join(known)}")
    if state not in (*STATES, "off"):
        raise ValueError(f"none of {', '.join(STATES)}, off: {state!r}")
    world.alarms.hold(alarm, None if state == "off" else state)
    return {"alarm": alarm, "state": known[alarm].state_value}
