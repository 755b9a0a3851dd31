"""bin/check-configuration: what a deployer is told before deploying."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "drill" / "hokusai" / "configuration.json"


def test_names_the_services_of_a_good_file() -> None:
    said = check(SAMPLE)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines() == [
        "api: policy repair, ECS service hokusai-api-development, port 8001, "
        "Cloud Map service api.hokusai-development.local",
        "mlflow: policy repair, ECS service hokusai-mlflow-development, port 5000, "
        "Cloud Map service mlflow.hokusai-development.local",
    ]


def test_lists_every_mistake_of_a_bad_file(tmp_path: Path) -> None:
    document = json.loads(SAMPLE.read_text()) | {"policy": "fix", "cidrs": []}
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document))

    said = check(bad)

    assert (said.returncode, said.stdout) == (1, "")
    assert f'{bad}, $.policy: found "fix", wanted observe, repair or sync; there is no default:' in said.stderr
    assert f"{bad}, $.cidrs: found an empty list, wanted a list of at least 1" in said.stderr


def test_reads_several_files_as_one_configuration() -> None:
    said = check(SAMPLE, SAMPLE)

    assert said.returncode == 1
    assert "an ECS service that no other entry guards" in said.stderr


def test_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'"\xe9"')

    for name, why in ("missing.json", "no such file"), ("latin.json", "not UTF-8"), (".", "Is a directory"):
        said = check(name, folder=tmp_path)

        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr == f"cannot read {name}: {why}\n"


def check(*files: Path | str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What the command says of these files, run in a folder, once the functions are built."""
    command = ROOT / "bin" / "check-configuration"
    subprocess.run([command, SAMPLE], capture_output=True, check=True)
    return subprocess.run([command, *files], cwd=folder, capture_output=True, text=True)
