"""Whose turn it is with each guarded service, by the ledger's own changes, and not by what an invocation says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from world import ledger
from world.aws.ecs_task import iso, now

SERVICE = "service/"
HOLD = "hold_"


@dataclass
class Lease:
    """One service's lease.

    holder, rang: as the item has them
    key: the access key id of who took it last, and may have given it back: a call may come late
    asked: what people asked for, by kind, at any time since it was last taken or given back, or its holder cleared the mark of who rang
    pause: the hold, where it stands since before that; None otherwise
    dossier: as the item has it
    """

    holder: str | None = None
    key: str | None = None
    rang: bool = False
    asked: set[str] = field(default_factory=set)
    pause: dict | None = None
    dossier: str = ""


class Leases:
    """Follows the ledger's stream."""

    def __init__(self) -> None:
        self._leases: dict[str, Lease] = {}
        self._position = 0

    def follow(self, key: str) -> None:
        """The request of this caller's was done, and no other one since: what is new in the stream is its work."""
        records = ledger.changes(self._position)
        self._position += len(records)
        for record in records:
            name = record["dynamodb"]["Keys"]["id"]["S"]
            if name.startswith(SERVICE):
                item = ledger.plain(record["dynamodb"].get("NewImage", {}))
                self._changed(self._leases.setdefault(name.removeprefix(SERVICE), Lease()), item, key)

    def shown(self, service: str | None) -> dict:
        """As it is now; paused: that its holder must have read of a pause which still stands."""
        lease = self._leases.get(service, Lease())
        until = (lease.pause or {}).get("until")
        return {
            "key": lease.key,
            "asked": sorted(lease.asked),
            "paused": lease.pause is not None and (until is None or iso(now()) < until),
            "dossier": lease.dossier,
        }

    def _changed(self, lease: Lease, item: dict, key: str) -> None:
        holder, rang = item.get("holder"), "rang" in item
        holds = {name.removeprefix(HOLD): hold for name, hold in item.items() if name.startswith(HOLD)}
        if holder != lease.holder or (lease.rang and not rang):
            lease.asked, lease.pause = set(), holds.get("pause")
        if holder and holder != lease.holder:
            lease.key = key
        lease.asked |= set(holds)
        lease.pause = holds.get("pause") if lease.pause else None
        lease.holder, lease.rang, lease.dossier = holder, rang, item.get("dossier", "")
