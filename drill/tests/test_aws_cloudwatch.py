"""The emulated CloudWatch: alarms that are evaluated, composite ones, and the events of both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

from world.client import NoWorld

ALARM = "hokusai-api-502-errors"
THRESHOLD = {"EvaluationPeriods": 2, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold"}
SIMPLE = THRESHOLD | {"Namespace": "Test", "Statistic": "Sum", "Period": 60}
NOWHERE = "http://127.0.0.1:9"
# What an event says of a state. Source: CloudWatch user guide, "Alarm events and EventBridge".
OF_A_STATE = {"reason": str, "reasonData": str, "timestamp": str, "value": str}
OF_A_METRIC = {"dimensions": {"InstanceId": str}, "name": str, "namespace": str}
OF_AN_EVENT = {
    **dict.fromkeys(("version", "id", "detail-type", "source", "account", "time", "region"), str),
    "resources": [str],
    "detail": {
        "alarmName": str,
        "configuration": {
            "description": str,
            "metrics": [
                {"id": str, "metricStat": {"metric": OF_A_METRIC, "period": int, "stat": str}, "returnData": bool}
            ],
        },
        "previousState": OF_A_STATE,
        "state": OF_A_STATE,
    },
}
OF_REASON_DATA = {
    **dict.fromkeys(("version", "queryDate", "startDate", "statistic"), str),
    "period": int,
    "recentDatapoints": [float],
    "threshold": float,
}


@pytest.fixture
def decided(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "set-alarm", ALARM, "off")
    command(
        "POST", "set-parameter", "/hokusai/development/mlflow/endpoint", "http://mlflow.hokusai-development.local:5000"
    )
    command("POST", "deploy", "api")


def state(cloudwatch: object, name: str) -> str:
    return described(cloudwatch, name)["StateValue"]


def described(cloudwatch: object, name: str) -> dict:
    found = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    [alarm] = found["MetricAlarms"] + found["CompositeAlarms"]
    return alarm


def events(command: Callable[..., dict], name: str) -> list[dict]:
    return [each for each in command("GET", "events") if each["detail"].get("alarmName") == name]


def shape(value: object) -> object:
    """Names and types, without what stands there."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value)


def test_a_new_alarm_has_no_data_and_a_changed_one_keeps_its_state(aws: Clients) -> None:
    cloudwatch = aws("cloudwatch")
    cloudwatch.put_metric_alarm(AlarmName="new", MetricName="New", **SIMPLE)
    assert state(cloudwatch, "new") == "INSUFFICIENT_DATA"

    cloudwatch.put_metric_alarm(AlarmName="new", MetricName="New", **SIMPLE | {"Threshold": 20})
    assert state(cloudwatch, "new") == "INSUFFICIENT_DATA"
    assert described(cloudwatch, "new")["Threshold"] == 20


def test_a_composite_alarm_is_in_the_state_that_its_rule_is_in(aws: Clients) -> None:
    cloudwatch = aws("cloudwatch")
    for child in ("child one", "child-two"):
        # Without data they keep their states, whenever they are evaluated.
        cloudwatch.put_metric_alarm(AlarmName=child, MetricName="Child", TreatMissingData="ignore", **SIMPLE)
    rule = '(ALARM("child one") OR ALARM(child-two)) AND NOT OK("child one")'
    cloudwatch.put_composite_alarm(AlarmName="parent", AlarmRule=rule, ActionsEnabled=True)
    assert state(cloudwatch, "parent") == "OK"

    cloudwatch.set_alarm_state(AlarmName="child-two", StateValue="ALARM", StateReason="test")

    assert described(cloudwatch, "parent")["AlarmRule"] == rule
    assert state(cloudwatch, "parent") == "ALARM"
    assert "child-two transitioned to ALARM" in described(cloudwatch, "parent")["StateReason"]


@pytest.mark.parametrize("rule", ["ALARM(nobody-made-this)", "ALARM(", "PERHAPS(child)", "1 + 1"])
def test_a_rule_names_alarms_that_there_are(aws: Clients, rule: str) -> None:
    with pytest.raises(ClientError, match="ValidationError"):
        aws("cloudwatch").put_composite_alarm(AlarmName="wrong", AlarmRule=rule)


def test_the_actions_of_a_composite_alarm_are_suppressed_by_another(aws: Clients, command: Callable[..., dict]) -> None:
    cloudwatch = aws("cloudwatch")
    cloudwatch.put_metric_alarm(AlarmName="deployment", MetricName="Deployment", **SIMPLE)
    cloudwatch.put_composite_alarm(
        AlarmName="suppressed",
        AlarmRule="TRUE",
        ActionsSuppressor="deployment",
        ActionsSuppressorWaitPeriod=60,
        ActionsSuppressorExtensionPeriod=60,
    )
    assert "ActionsSuppressedBy" not in described(cloudwatch, "suppressed")

    command("POST", "set-alarm", "deployment", "ALARM")

    assert described(cloudwatch, "suppressed")["ActionsSuppressedBy"] == "Alarm"


def test_alarms_are_listed_by_type_and_in_pages(aws: Clients) -> None:
    cloudwatch = aws("cloudwatch")
    names = [f"listed-{number}" for number in range(5)]
    for name in names[:4]:
        cloudwatch.put_metric_alarm(AlarmName=name, MetricName="Listed", **SIMPLE)
    cloudwatch.put_composite_alarm(AlarmName=names[4], AlarmRule="FALSE")

    def listed(**asked: object) -> list[str]:
        pages = cloudwatch.get_paginator("describe_alarms").paginate(
            AlarmNames=names, PaginationConfig={"PageSize": 2}, **asked
        )
        found = [page["MetricAlarms"] + page["CompositeAlarms"] for page in pages]
        assert all(len(page) <= 2 for page in found)
        return [alarm["AlarmName"] for page in found for alarm in page]

    assert listed() == names[:4]
    assert listed(AlarmTypes=["CompositeAlarm"]) == names[4:]
    assert listed(AlarmTypes=["MetricAlarm", "CompositeAlarm"]) == names


def test_too_many_names_are_refused(aws: Clients) -> None:
    with pytest.raises(ClientError, match="100"):
        aws("cloudwatch").describe_alarms(AlarmNames=[f"name-{number}" for number in range(101)])


def test_somebody_sets_the_state_of_an_alarm_until_it_is_evaluated_again(
    world: Clients, command: Callable[..., dict]
) -> None:
    cloudwatch = world("cloudwatch")
    cloudwatch.put_metric_alarm(AlarmName="set", MetricName="Set", TreatMissingData="notBreaching", **SIMPLE)
    wait_until(lambda: state(cloudwatch, "set") == "OK")

    cloudwatch.set_alarm_state(AlarmName="set", StateValue="ALARM", StateReason="a test")
    wait_until(lambda: state(cloudwatch, "set") == "OK")

    first, then, again = events(command, "set")
    assert [each["detail"]["state"]["value"] for each in (first, then, again)] == ["OK", "ALARM", "OK"]
    assert then["detail"]["state"]["reason"] == "a test"
    assert "reasonData" not in then["detail"]["state"]


@pytest.mark.parametrize(
    ("missing", "without_data"),
    [("notBreaching", "OK"), ("breaching", "ALARM"), ("missing", "INSUFFICIENT_DATA"), ("ignore", "INSUFFICIENT_DATA")],
)
def test_an_alarm_is_evaluated(world: Clients, missing: str, without_data: str) -> None:
    cloudwatch, name = world("cloudwatch"), f"evaluated-{missing}"
    cloudwatch.put_metric_alarm(AlarmName=name, MetricName=name, TreatMissingData=missing, **SIMPLE)
    wait_until(lambda: state(cloudwatch, name) == without_data)

    def put(value: float) -> bool:
        cloudwatch.put_metric_data(Namespace="Test", MetricData=[{"MetricName": name, "Value": value}])
        return True

    wait_until(lambda: put(11) and state(cloudwatch, name) == "ALARM")
    wait_until(lambda: put(0) and state(cloudwatch, name) == "OK")


def test_the_event_of_an_alarm_is_as_cloudwatch_writes_it(world: Clients, command: Callable[..., dict]) -> None:
    cloudwatch = world("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="told",
        AlarmDescription="Goes into alarm when server CPU utilization is too high!",
        MetricName="CPUUtilization",
        Namespace="Test",
        Dimensions=[{"Name": "InstanceId", "Value": "i-12345678901234567"}],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=50,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="ignore",
    )

    def put(value: float) -> bool:
        datum = {
            "MetricName": "CPUUtilization",
            "Value": value,
            "Dimensions": [{"Name": "InstanceId", "Value": "i-12345678901234567"}],
        }
        cloudwatch.put_metric_data(Namespace="Test", MetricData=[datum])
        return True

    for value, wanted in ((0.5, "OK"), (99.5, "ALARM")):
        wait_until(lambda value=value, wanted=wanted: put(value) and state(cloudwatch, "told") == wanted)

    told = events(command, "told")[-1]
    assert shape(told) == OF_AN_EVENT
    assert (told["source"], told["detail-type"]) == ("aws.cloudwatch", "CloudWatch Alarm State Change")
    assert told["resources"] == ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:told"]
    data = json.loads(told["detail"]["state"]["reasonData"])
    assert shape(data) == OF_REASON_DATA
    assert told["detail"]["state"]["timestamp"][-5:] == data["queryDate"][-5:] == "+0000"


@pytest.mark.usefixtures("decided")
def test_the_samples_alarm_rings_for_what_callers_of_the_api_get(
    world: Clients, world_url: str, command: Callable[..., dict]
) -> None:
    cloudwatch = world("cloudwatch")
    wait_until(lambda: state(cloudwatch, ALARM) == "OK")
    command("POST", "set-parameter", "/hokusai/development/mlflow/endpoint", NOWHERE)
    command("POST", "deploy", "api")
    counted = cloudwatch.list_metrics(Namespace="AWS/ApplicationELB")["Metrics"]
    assert command("GET", "state")["proxy"] == {"status": 502}
    assert cloudwatch.list_metrics(Namespace="AWS/ApplicationELB")["Metrics"] == counted, "who looks on is not counted"

    def calls() -> bool:
        for _ in range(5):
            caller = HTTPConnection(urlsplit(world_url).netloc)
            caller.request("POST", "/_world/api/api/mlflow/api/2.0/mlflow/experiments/search", b"{}")
            assert caller.getresponse().status == 502
            caller.close()
        return True

    wait_until(lambda: calls() and state(cloudwatch, ALARM) == "ALARM")

    told = command("POST", "event/alarm-state-change")["event"]["detail"]
    target, balancer, both = told["configuration"]["metrics"]
    assert (both["expression"], both["returnData"]) == ("FILL(target, 0) + FILL(elb, 0)", True)
    assert target["metricStat"]["metric"]["name"] == "HTTPCode_Target_5XX_Count"
    assert balancer["metricStat"]["metric"]["dimensions"]["LoadBalancer"].startswith("app/hokusai-main-development/")
    assert "A minute of this alarm lasted 2 s." in told["state"]["reason"]
    wait_until(lambda: state(cloudwatch, ALARM) == "OK")


@pytest.mark.usefixtures("decided")
def test_an_alarm_is_kept_in_a_state(world: Clients, command: Callable[..., dict]) -> None:
    for wanted in ("ALARM", "INSUFFICIENT_DATA", "OK"):
        assert command("POST", "set-alarm", ALARM, wanted) == {"alarm": ALARM, "state": wanted}
        assert state(world("cloudwatch"), ALARM) == wanted
    with pytest.raises(NoWorld, match="no such alarm"):
        command("POST", "set-alarm", "nobody-made-this", "ALARM")
    with pytest.raises(NoWorld, match="none of"):
        command("POST", "set-alarm", ALARM, "BROKEN")

    assert command("POST", "set-alarm", ALARM, "off")["alarm"] == ALARM
