"""Holding the world still: at each stage of what happens, or with tasks that stay in one status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from world.world import World


def step(world: World, wanted: str = "next") -> dict:
    """on: from now on tasks wait before each step; next: each that waits takes one; off: all go on again.

    Returns when nothing more happens by itself, with the events since the last time.
    """
    if wanted not in ("on", "next", "off"):
        raise ValueError(f"neither on nor next nor off: {wanted!r}")
    if wanted == "next" and not world.pace.stepping:
        raise ValueError("the world is not held: step on comes first")
    if wanted == "next":
        world.pace.next_stage()
    else:
        world.pace.step(wanted == "on")
    world.wait_for(world.fargate.quiet, "the world to come to rest")
    return {"stage": world.pace.stage, "settled": not world.pace.under_way(), "events": world.events_since_told()}


def hold_task(world: World, status: str) -> dict:
    """From now on tasks stay in this status, whatever is asked of them; `off`: they may go on."""
    world.pace.hold(None if status == "off" else status.upper())
    return {"held": status}
