"""The world as a whole: its command, its state, its events' way to the functions, and its end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from conftest import Clients, wait_until
from dnslib import RCODE, DNSRecord

from world import client, ports, scenarios
from world.cli import VERBS
from world.client import NoWorld
from world.options import Folder, Options

DRILL = Path(__file__).resolve().parents[1]
NAME = "mlflow.hokusai-development.local"
MLFLOW = "hokusai-mlflow-development"
SEARCH = "/api/mlflow/api/2.0/mlflow/experiments/search"


@pytest.fixture
def name() -> Iterator[str]:
    """The name of a second world, which is gone after the test, and its logs too."""
    name = f"second-{os.getpid()}"
    yield name
    client.down(name)
    shutil.rmtree(Folder(name).path, ignore_errors=True)


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "world", *arguments]
    return subprocess.run(command, cwd=DRILL, env=os.environ | variables, capture_output=True, text=True)


def children(name: str) -> list[str]:
    """The addresses where processes of the world's subnet listen now."""
    subnet = json.loads(run("--name", name, "state").stdout)["services"][MLFLOW]["tasks"][0]["ip"].rsplit(".", 1)[0]
    return listening(subnet)


def tasks(command: Callable[..., dict]) -> list[dict]:
    """MLflow's tasks that run."""
    found = command("GET", "state")["services"][MLFLOW]["tasks"]
    return [task for task in found if task["lastStatus"] == "RUNNING"]


def listening(subnet: str) -> list[str]:
    return [address for address in ports.listening() if address.startswith(subnet + ".")]


def test_a_world_is_in_sync_when_it_is_up(command: Callable[..., dict]) -> None:
    state = command("GET", "state")

    assert set(state) == {
        *("services", "instances", "parameters", "dns", "proxy", "incidents", "messages", "unsent", "ledger", "now"),
    }
    for service, cloud_map in ((MLFLOW, "mlflow"), ("hokusai-api-development", "api")):
        [task] = [found for found in state["services"][service]["tasks"] if found["lastStatus"] == "RUNNING"]
        [instance] = state["instances"][f"{cloud_map}.hokusai-development.local"]
        assert (instance["id"], instance["ipv4"], instance["owner"]) == (task["id"], task["ip"], "native")
        assert state["dns"][f"{cloud_map}.hokusai-development.local"] == [task["ip"]]
        assert len(state["services"][service]["registries"]) == 1
    assert state["proxy"] == {"status": 200}


def test_the_sample_configuration_names_the_worlds_own_addresses(world: Clients, command: Callable[..., dict]) -> None:
    value = world("ssm").get_parameter(Name="/remediation/configuration")["Parameter"]["Value"]

    configuration = json.loads(value)

    prefix = configuration["cidrs"][0].removesuffix("0/24")
    [task] = [
        found for found in command("GET", "state")["services"][MLFLOW]["tasks"] if found["lastStatus"] == "RUNNING"
    ]
    assert task["ip"].startswith(prefix)
    assert len(value) < 4096


def test_a_caller_reaches_mlflow_through_the_api(command: Callable[..., dict]) -> None:
    api = command("GET", "env")["WORLD_API"]

    with urlopen(Request(api + SEARCH, b'{"max_results":1}', {"Content-Type": "application/json"})) as answer:
        assert answer.status == 200


def test_the_incident_empties_the_name_and_the_fix_brings_it_back(command: Callable[..., dict]) -> None:
    command("POST", "recreate-without-registries", "mlflow")
    state = command("GET", "state")
    assert (state["instances"][NAME], state["dns"][NAME]) == ([], [])
    assert state["services"][MLFLOW]["registries"] == []

    command("POST", "recreate-with-registries", "mlflow")
    state = command("GET", "state")
    assert [found["owner"] for found in state["instances"][NAME]] == ["native"]
    wait_until(lambda: command("GET", "state")["proxy"]["status"] == 200)


def test_a_foreign_instance_answers_where_mlflow_would(command: Callable[..., dict]) -> None:
    added = command("POST", "add-foreign-instance", "by-hand")
    owners = {found["id"]: found["owner"] for found in command("GET", "state")["instances"][NAME]}
    assert owners["by-hand"] == "foreign"
    assert added["ipv4"] in command("GET", "state")["dns"][NAME]

    command("POST", "remove-foreign-instance", "by-hand")
    assert added["ipv4"] not in command("GET", "state")["dns"][NAME]


def test_scaling_moves_the_registrations_along(command: Callable[..., dict]) -> None:
    assert len(command("POST", "scale", "mlflow", "3")["tasks"]) == 3
    assert len(command("GET", "state")["instances"][NAME]) == 3

    assert len(command("POST", "scale", "mlflow", "1")["tasks"]) == 1
    assert len(command("GET", "state")["instances"][NAME]) == 1


def test_a_replaced_task_has_another_address(command: Callable[..., dict]) -> None:
    replaced = command("POST", "replace-task", "mlflow")

    [task] = replaced["tasks"]
    assert task["ip"] != replaced["ip"]
    event = command("POST", "event/task-stopped")["event"]
    assert event["resources"][0].endswith(replaced["stopped"])
    assert command("POST", "event/task-running")["event"]["resources"][0].endswith(task["id"])


def test_an_application_stops_listening_while_its_task_goes_on(command: Callable[..., dict]) -> None:
    refusing = command("POST", "stop-listening", "mlflow")["refuses"]

    wait_until(lambda: command("GET", "state")["proxy"]["status"] == 502)
    assert refusing in [task["id"] for task in tasks(command)]
    [task] = command("POST", "replace-task", "mlflow")["tasks"]
    assert task["id"] != refusing


def test_an_application_stops_answering_and_answers_again(command: Callable[..., dict]) -> None:
    silent = command("POST", "stop-answering", "mlflow")["silent"]
    [address] = [task["ip"] for task in tasks(command) if task["id"] == silent]
    with pytest.raises(TimeoutError):
        urlopen(f"http://{address}:5000/health", timeout=0.5)

    command("POST", "answer-again", "mlflow")

    assert urlopen(f"http://{address}:5000/health", timeout=30).status == 200


def test_mlflow_lets_in_only_the_hosts_that_it_was_told(command: Callable[..., dict]) -> None:
    [task] = command("POST", "allow-hosts", "localhost")["tasks"]
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(f"http://{task['ip']}:5000/api/2.0/mlflow/experiments/search", b"{}"))

    command("POST", "allow-hosts", "*")


def test_a_function_fails_when_told(world: Clients, command: Callable[..., dict]) -> None:
    command("POST", "fail-function", "Probe")
    told = world("lambda").invoke(FunctionName="Probe:live", Payload=b"{}")
    command("POST", "fail-function", "off")

    assert told["FunctionError"] == "Unhandled"
    assert "was told to fail" in json.load(told["Payload"])["errorMessage"]


def test_a_task_in_a_subnet_of_ipv6_shows_no_ipv4(world: Clients) -> None:
    vpc = world("ec2").describe_vpcs()["Vpcs"][-1]["VpcId"]
    subnet = world("ec2").create_subnet(VpcId=vpc, Ipv6Native=True, Ipv6CidrBlock="2001:db8::/64")["Subnet"]["SubnetId"]
    [made] = world("ecs").run_task(
        cluster="hokusai-development",
        taskDefinition="hokusai-api-development",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
    )["tasks"]

    def running() -> dict | None:
        [task] = world("ecs").describe_tasks(cluster="hokusai-development", tasks=[made["taskArn"]])["tasks"]
        return task if task["lastStatus"] == "RUNNING" else None

    task = wait_until(running)

    [interface] = task["containers"][0]["networkInterfaces"]
    assert set(interface) == {"attachmentId", "ipv6Address"}
    assert "privateIPv4Address" not in {detail["name"] for detail in task["attachments"][0]["details"]}
    world("ecs").stop_task(cluster="hokusai-development", task=made["taskArn"])


def test_the_configuration_can_be_changed(world: Clients, command: Callable[..., dict]) -> None:
    changed = command("POST", "configure", "settings", '{"youngFor": "PT1S"}')

    value = world("ssm").get_parameter(Name="/remediation/configuration")["Parameter"]["Value"]
    assert json.loads(value) == changed
    assert changed["settings"] == {"youngFor": "PT1S"}


@pytest.mark.parametrize(("verb", "code"), [("hide-zone", RCODE.NXDOMAIN), ("fail-dns", RCODE.SERVFAIL)])
def test_the_name_can_be_out_of_sight(command: Callable[..., dict], verb: str, code: int) -> None:
    host, port = command("GET", "env")["WORLD_RESOLVER"].split(":")

    def rcode() -> int:
        return DNSRecord.parse(DNSRecord.question(NAME).send(host, int(port), timeout=5)).header.rcode

    command("POST", verb, "on")
    assert rcode() == code

    command("POST", verb, "off")
    assert rcode() == RCODE.NOERROR


def test_calls_are_counted_by_caller(world: Clients, command: Callable[..., dict]) -> None:
    mark = command("GET", "calls/0")["mark"]
    world("ecs").list_clusters()
    world("cloudwatch").describe_alarms()

    calls = command("GET", f"calls/{mark}")["calls"]

    assert [(call["service"], call["action"], call["key"], call["status"]) for call in calls] == [
        ("ecs", "ListClusters", "TEST", 200),
        ("monitoring", "DescribeAlarms", "TEST", 200),
    ]


def test_says_what_is_wrong_with_a_request(command: Callable[..., dict]) -> None:
    for path, arguments, words in (
        ("scale", ["mlflow", "many"], "not a number of tasks: 'many'"),
        ("scale", ["mlflow", "300"], "has addresses for 2.. tasks of hokusai-mlflow-development, not for 300"),
        ("stop-task", ["none"], "no such service: none; there are mlflow, api"),
        ("event/none", [], "no such event: none"),
        ("scale", ["mlflow"], "scale takes: service, count"),
        (
            "fail-function",
            ["none"],
            "no such function: none; there are AlarmChanged, Notify, Probe, Rollback, Sweep, TaskStateChanged",
        ),
        ("hide-zone", ["perhaps"], "neither on nor off: 'perhaps'"),
        ("fail-ledger", ["on"], "none of throttled, before, after, off: 'on'"),
        ("no-such-verb", [], "no such request"),
    ):
        with pytest.raises(NoWorld, match=words):
            command("POST", path, *arguments)


def test_the_command_knows_every_verb() -> None:
    assert {name: len(takes) for name, (takes, _) in VERBS.items()} == {
        name: len(scenarios.takes(name)) for name in scenarios.VERBS
    }


def test_two_worlds_stand_side_by_side(world_url: str, command: Callable[..., dict], name: str) -> None:
    told, made = client.up(Options(name, pace=0.05, operation_seconds=0.1))
    again, made_again = client.up(Options(name))

    assert (made, made_again, again) == (True, False, told)
    assert client.ask(told["url"], "GET", "state")["dns"][NAME] != command("GET", "state")["dns"][NAME]


def test_a_world_is_not_made_anew_by_other_options(name: str) -> None:
    quick = ["--pace", "0.05", "--operation-seconds", "0.1"]
    assert run("--name", name, "up", *quick).returncode == 0

    again, bare, other = (run("--name", name, "up", *options) for options in (quick, [], ["--pace", "0.2"]))

    assert (again.returncode, bare.returncode, other.returncode) == (0, 0, 1)
    assert other.stderr == f"The world '{name}' is up with other options (pace 0.05); take it down first.\n"


@pytest.mark.parametrize("wrong", ["", "../x", "/x", ".", "a/b", "-x"])
def test_a_name_that_could_be_another_folder_is_refused(wrong: str) -> None:
    for arguments in ([f"--name={wrong}", "down"], ["down", f"--name={wrong}"]):
        refused = run(*arguments)
        assert refused.returncode == 2
        assert f"not a world's name (letters, digits, - and _): '{wrong}'" in refused.stderr
    with pytest.raises(ValueError, match="not a world's name"):
        Folder(wrong)


def test_a_variable_names_a_world_unless_it_is_empty(name: str) -> None:
    assert f"no world '{name}'" in run("state", WORLD_NAME=name).stderr
    assert run("state", WORLD_NAME="../x").returncode == 2
    assert "not a world's name" not in run("state", WORLD_NAME="").stderr


@pytest.mark.parametrize("option", ["--negative-ttl", "--pace", "--operation-seconds", "--custom-health-seconds"])
def test_a_time_before_none_is_refused(option: str) -> None:
    refused = run("--name", "never", "up", option, "-5")

    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].endswith(f"argument {option}: not a number of seconds: -5")


def test_nothing_is_left_of_a_world_that_is_down(name: str) -> None:
    client.up(Options(name, pace=0.05, operation_seconds=0.1))
    subnet = children(name)[0].rsplit(".", 1)[0]

    assert client.down(name)

    assert listening(subnet) == []
    assert not Folder(name).path.exists()
    assert not client.down(name)
    assert (
        run("--name", name, "state").stderr == f"There is no world '{name}'. Make it with: bin/world --name {name} up\n"
    )


def test_nothing_is_left_of_a_world_that_is_killed(name: str) -> None:
    told, _ = client.up(Options(name, pace=0.05, operation_seconds=0.1))
    subnet = children(name)[0].rsplit(".", 1)[0]

    os.kill(told["pid"], signal.SIGKILL)

    wait_until(lambda: listening(subnet) == [])
    assert client.find(name) is None


def test_nothing_is_left_of_a_command_that_is_interrupted(name: str) -> None:
    # Its tasks wait for Cloud Map so long that nobody waits for them.
    command = [sys.executable, "-m", "world", "up", "--name", name, "--operation-seconds", "600"]
    up = subprocess.Popen(command, cwd=DRILL)
    logs = Folder(name).logs
    wait_until(lambda: logs.exists() and any(logs.iterdir()))

    up.send_signal(signal.SIGTERM)

    assert up.wait(60) == 128 + signal.SIGTERM
    assert {found.name for found in Folder(name).path.iterdir()} == {"daemon.log", "logs"}


def test_a_world_that_cannot_be_made_leaves_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoWorld, match="could not be made"):
        client.up(Options(name, mlflow="no-such-program"))

    assert client.find(name) is None
