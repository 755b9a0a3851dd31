"""The story: its chapters in their order, each in the world that it needs."""

from __future__ import annotations

from collections.abc import Callable

from demo.fallback import SETTINGS, Fallback
from demo.outside import Caller
from demo.people import People
from demo.registration import Registration
from demo.stage import Stage
from demo.telling import Telling
from demo.terraform import Terraform


class Story:
    """url: of the world
    another: begins to make another world, whose API reads its endpoint while it runs; gives what waits for its URL
    """

    def __init__(self, url: str, another: Callable[[], Callable[[], str]], telling: Telling):
        self._stage = Stage(url, telling)
        self._another = another
        self._telling = telling

    def play(self) -> None:
        """Raises StepFailed at the first step that is not verified."""
        # Before any function has read its configuration, which is good for a minute.
        self._stage.let("configure", "settings", SETTINGS)
        made: list[Callable[[], str]] = []
        with Caller(self._stage.outside) as caller:
            Registration(self._stage).play(caller)
            fallback = Fallback(self._stage, caller)
            fallback.enter(meanwhile=lambda: made.append(self._another()))
            fallback.follow()
        self._stage.let("fail-operations", "off")
        # Cloud Map works again, and what failed is tried again after a minute: time for the other world.
        self._people(made[0]())
        fallback.leave()

    def _people(self, url: str) -> None:
        stage = Stage(url, self._telling)
        terraform = Terraform(stage.ask("GET", "env"), stage.endpoint())
        try:
            People(stage, terraform).play()
        finally:
            terraform.end()
