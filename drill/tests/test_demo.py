"""bin/demo, ended before its time."""

from __future__ import annotations

import signal
import subprocess

import pytest

from world.options import REPOSITORY, Folder

DEMO = REPOSITORY / "bin" / "demo"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_ended_takes_its_world_down(sent: signal.Signals) -> None:
    demo = subprocess.Popen([DEMO], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    folder = Folder(f"demo-{demo.pid}")
    # By then functions run, too.
    assert any("FAULT" in line for line in demo.stdout)
    assert folder.daemon.exists()

    demo.send_signal(sent)

    _, told = demo.communicate(timeout=60)
    assert demo.returncode == 128 + sent
    assert "Traceback" not in told
    assert not folder.path.exists()
