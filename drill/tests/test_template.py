"""The template has no fault, and each check notices the fault that it is there for."""

import copy
import re
from pathlib import Path

import pytest
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider

from checks import policies, stack, wiring

FILE = Path(__file__).resolve().parents[2] / "template.yaml"
TEMPLATE = stack.read(FILE)


def faults(template: dict) -> list[str]:
    expanded = stack.expand(template)
    return policies.faults(expanded) + wiring.faults(expanded)


def test_the_template_has_no_fault():
    assert faults(TEMPLATE) == []


def statement(template: dict, sid: str) -> dict:
    for policy in stack.of_type(template, "AWS::IAM::ManagedPolicy").values():
        # A conditional statement is Fn::If of it and of nothing.
        for entry in policy["PolicyDocument"]["Statement"]:
            if (present := entry.get("Fn::If", [None, entry])[1])["Sid"] == sid:
                return present
    raise LookupError(sid)


def table(template: dict) -> dict:
    return template["Resources"]["Ledger"]


def function(template: dict, name: str = "TaskStateChanged") -> dict:
    return template["Resources"][name]["Properties"]


def event(template: dict, name: str = "Deployment", of: str = "TaskStateChanged") -> dict:
    return function(template, of)["Events"][name]["Properties"]


def alarms(template: dict) -> dict:
    return event(template, "Alarm", "AlarmChanged")["Pattern"]


def alarm(template: dict) -> dict:
    return template["Resources"]["ConsumersAlarm"]["Properties"]


def outbox(template: dict) -> dict:
    return function(template, "Notify")["Events"]["Outbox"]["Properties"]


def allow(template: dict, action: str, resource: str = "*") -> None:
    statement(template, "ReadTheCluster").update(Action=action, Resource=resource)


SEEDED = {
    "allows every action that matches ecs:*": lambda t: allow(t, "ecs:*"),
    "allows ecs:StopTask on everything": lambda t: allow(t, "ecs:StopTask"),
    "allows ecs:ListTasks in every cluster": lambda t: statement(t, "ListTheClustersTasks").pop("Condition"),
    "parliament: UNKNOWN_ACTION": lambda t: allow(t, "ecs:DescribeTask", "arn:aws:ecs:us-east-1:123456789012:task/*"),
    "parliament: RESOURCE_MISMATCH": lambda t: allow(t, "ecs:DescribeTasks", "arn:aws:s3:::bucket"),
    "ProbeRole: has the managed policy": lambda t: t["Resources"]["ProbeRole"]["Properties"][
        "ManagedPolicyArns"
    ].append("arn:aws:iam::aws:policy/AmazonECS_FullAccess"),
    "RegistrationPolicy: allows servicediscovery:RegisterInstance also with Policy=observe": lambda t: t["Resources"][
        "RegistrationPolicy"
    ].pop("Condition"),
    "PassPolicy: allows servicediscovery:DeregisterInstance also with Policy=observe": lambda t: statement(
        t, "ReadTheRegistrations"
    )["Action"].append("servicediscovery:DeregisterInstance"),
    "RegistrationPolicy: allows route53:ChangeResourceRecordSets also with Policy=observe": lambda t: t[
        "Conditions"
    ].update(MayWrite={"Fn::Not": [{"Fn::Equals": [{"Ref": "Policy"}, "sync"]}]}),
    "FallbackPolicy: allows ssm:PutParameter also with Policy=observe": lambda t: t["Resources"][
        "FallbackPolicy"
    ].update(Condition="HasEndpoints"),
    "FallbackPolicy: allows kms:Encrypt also with Policy=observe": lambda t: t["Conditions"].update(
        MayMoveEndpoints={"Condition": "HasEndpoints"}
    ),
    "FallbackPolicy: allows ecs:UpdateService also with RedeployConsumers=false": lambda t: t["Conditions"].update(
        MayRedeploy={"Condition": "MayMoveEndpoints"}
    ),
    "EndpointPolicy: allows ssm:PutParameter also with Policy=observe": lambda t: statement(t, "ReadTheEndpoints")[
        "Action"
    ].append("ssm:PutParameter"),
    "FallbackPolicy: allows ssm:PutParameter also of what is not there": lambda t: statement(t, "MoveTheEndpoints").pop(
        "Condition"
    ),
    "FallbackPolicy: allows ssm:PutParameter on everything": lambda t: statement(t, "MoveTheEndpoints").update(
        Resource="*"
    ),
    "AlarmActions: lets in more than this account's alarms": lambda t: t["Resources"]["AlarmActions"]["Properties"].pop(
        "SourceAccount"
    ),
    "AlarmChangedAlarm: lets through alarms that nobody named": lambda t: alarms(t).pop("detail"),
    "AlarmChangedAlarm: lets through alarms from elsewhere": lambda t: alarms(t).pop("account"),
    "AlarmChangedAlarm: what cannot be delivered is lost": lambda t: event(t, "Alarm", "AlarmChanged").pop(
        "DeadLetterConfig"
    ),
    "AlarmChanged: failed events go to": lambda t: function(t, "AlarmChanged")["EventInvokeConfig"].pop(
        "DestinationConfig"
    ),
    "ConsumersAlarm: has a metric without dimensions": lambda t: alarm(t)["Metrics"][1]["MetricStat"]["Metric"].pop(
        "Dimensions"
    ),
    "ConsumersAlarm: sees not all that callers see": lambda t: alarm(t)["Metrics"].pop(),
    "ConsumersAlarm: takes no errors for no data": lambda t: alarm(t).pop("TreatMissingData"),
    "ConsumersAlarm: rings nowhere": lambda t: alarm(t).update(AlarmName="hokusai-api-5xx"),
    "Sweep: no SnapStart": lambda t: function(t, "Sweep").update(SnapStart={"ApplyOn": "None"}),
    "Sweep: ends after 300 s": lambda t: function(t, "Sweep").update(Timeout=300),
    "Sweep: only Probe runs in the VPC": lambda t: function(t, "Sweep").update(
        VpcConfig=function(t, "Probe")["VpcConfig"]
    ),
    "Sweep: reserves concurrency": lambda t: function(t, "Sweep").update(ReservedConcurrentExecutions=1),
    "Sweep: logs where nothing ends": lambda t: function(t, "Sweep").pop("LoggingConfig"),
    "Sweep: no alias `live`": lambda t: function(t, "Sweep").update(AutoPublishAlias="latest"),
    "SweepEveryMinute: the next sweep is the retry": lambda t: function(t, "Sweep")["Events"]["EveryMinute"][
        "Properties"
    ]["RetryPolicy"].update(MaximumRetryAttempts=3),
    "MemorySize: a new value publishes no version": lambda t: [
        function(t, name).pop("VersionDescription")
        for name in ("TaskStateChanged", "AlarmChanged", "Sweep", "Rollback", "Probe", "Notify")
    ],
    "may describe itself in 258 characters": lambda t: t["Parameters"]["ProbeSubnetIds"].update(MaxLength=106),
    "may describe itself in 257 characters": lambda t: t["Parameters"]["LedgerTableName"].update(MaxLength=71),
    "may describe itself in inf characters": lambda t: t["Parameters"]["ProbeCidrs"].pop("MaxLength"),
    "TaskStateChangedDeployment: what cannot be delivered is lost": lambda t: event(t).pop("DeadLetterConfig"),
    "TaskStateChangedDeployment: says not how often": lambda t: event(t).pop("RetryPolicy"),
    "TaskStateChangedDeployment: lets through events of every cluster": lambda t: event(t)["Pattern"].pop("resources"),
    "TaskStateChanged: failed events go to": lambda t: function(t)["EventInvokeConfig"].pop("DestinationConfig"),
    "TaskStateChanged: a failed event is to be retried": lambda t: function(t)["EventInvokeConfig"].pop(
        "MaximumRetryAttempts"
    ),
    "Rollback: a failed event is to be retried 0 times": lambda t: function(t, "Rollback").pop("EventInvokeConfig"),
    "Ledger: goes with its stack": lambda t: table(t).pop("DeletionPolicy"),
    "Ledger: cannot be brought back": lambda t: table(t)["Properties"].pop("PointInTimeRecoverySpecification"),
    "Ledger: anybody can delete it": lambda t: table(t)["Properties"].pop("DeletionProtectionEnabled"),
    "Ledger: keeps for ever": lambda t: table(t)["Properties"].pop("TimeToLiveSpecification"),
    "Ledger: has a capacity of its own": lambda t: table(t)["Properties"].pop("BillingMode"),
    "Ledger: has no stream": lambda t: table(t)["Properties"].pop("StreamSpecification"),
    "NotifyOutbox: is not fed by the ledger": lambda t: outbox(t).update(
        Stream="arn:aws:dynamodb:us-east-1:123456789012:table/Other/stream/1"
    ),
    "NotifyOutbox: hears of every change": lambda t: outbox(t).pop("FilterCriteria"),
    "NotifyOutbox: begins a whole batch again": lambda t: outbox(t).pop("FunctionResponseTypes"),
    "NotifyOutbox: one record stops": lambda t: outbox(t).pop("BisectBatchOnFunctionError"),
    "NotifyOutbox: may overtake itself": lambda t: outbox(t).update(ParallelizationFactor=2),
    "NotifyOutbox: misses what comes": lambda t: outbox(t).update(StartingPosition="LATEST"),
    "NotifyOutbox: tries for ever": lambda t: outbox(t).pop("MaximumRetryAttempts"),
    "NotifyOutbox: what it gives up is lost": lambda t: outbox(t).pop("DestinationConfig"),
    "streams feed ['NotifyOutbox', 'SweepOutbox']": lambda t: function(t, "Sweep")["Events"].update(
        Outbox=function(t, "Notify")["Events"]["Outbox"]
    ),
    "Notify: is made although there is no channel": lambda t: t["Resources"]["Notify"].pop("Condition"),
    "allows sns:Publish on everything": lambda t: t["Resources"]["NotifyRole"]["Properties"]["Policies"][2][
        "PolicyDocument"
    ]["Statement"][2]["Fn::If"][1].update(Resource="*"),
    "Rollback: all but Probe know the ledger": lambda t: function(t, "Rollback").update(Environment={}),
    "FailedEvents: not encrypted": lambda t: t["Resources"]["FailedEvents"]["Properties"].pop("SqsManagedSseEnabled"),
    "UndeliveredEvents: takes events of": lambda t: t["Resources"]["UndeliveredEventsPolicy"]["Properties"][
        "PolicyDocument"
    ]["Statement"][0]["Condition"]["ArnEquals"].update({"aws:SourceArn": ["*"]}),
    "SweepLogs: kept for ever": lambda t: t["Resources"]["SweepLogs"].update(Properties={}),
}


@pytest.mark.parametrize("fault", SEEDED)
def test_notices(fault):
    template = copy.deepcopy(TEMPLATE)
    SEEDED[fault](template)

    assert any(fault in found for found in faults(template))


def without_alias(stack: dict) -> None:
    stack["Resources"]["SweepEveryMinute"]["Properties"]["Targets"][0]["Arn"] = {"Fn::GetAtt": ["Sweep", "Arn"]}


def let_in_everyone(stack: dict) -> None:
    stack["Resources"]["SweepEveryMinutePermission"]["Properties"].pop("SourceArn")


@pytest.mark.parametrize(
    ("fault", "seed"),
    [
        ("SweepEveryMinute: its target is not an alias", without_alias),
        ("SweepEveryMinutePermission: lets in more than one rule", let_in_everyone),
        ("SweepEveryMinute: may not call its target", let_in_everyone),
    ],
)
def test_notices_in_what_sam_makes(fault, seed):
    expanded = stack.expand(TEMPLATE)
    seed(expanded)

    assert fault in wiring.faults(expanded)


@pytest.mark.parametrize(("services", "fault"), [(40, False), (80, True)])
def test_forty_cloud_map_services_fit_into_a_policy(monkeypatch, services, fault):
    arn = stack.SAMPLE["CloudMapServiceArns"][0]
    monkeypatch.setitem(stack.SAMPLE, "CloudMapServiceArns", [f"{arn}{number:02}" for number in range(services)])

    assert ("PassPolicy: is longer than IAM takes" in policies.faults(stack.expand(TEMPLATE))) == fault


@pytest.mark.parametrize(("endpoints", "fault"), [(40, False), (80, True)])
def test_forty_endpoints_and_their_consumers_fit_into_a_policy(monkeypatch, endpoints, fault):
    for name in ("EndpointParameterArns", "ConsumerServiceArns"):
        [arn] = stack.SAMPLE[name]
        monkeypatch.setitem(stack.SAMPLE, name, [f"{arn}{number:02}" for number in range(endpoints // 2)])

    assert ("FallbackPolicy: is longer than IAM takes" in policies.faults(stack.expand(TEMPLATE))) == fault


@pytest.mark.parametrize(
    ("arn", "taken"),
    [
        ("service/srv-e4anhexample0004", True),
        ("service/*", True),
        ("service/srv-*", False),
        ("*", False),
        ("namespace/ns-e4anhexample0004", False),
    ],
)
def test_what_may_be_written_is_one_service_or_said_to_be_all(arn, taken):
    pattern = TEMPLATE["Parameters"]["CloudMapServiceArns"]["AllowedPattern"]

    assert bool(re.search(pattern, f"arn:aws:servicediscovery:us-east-1:123456789012:{arn}")) == taken


@pytest.mark.parametrize(
    ("parameter", "value", "taken"),
    [
        ("EndpointParameterArns", "", True),
        ("EndpointParameterArns", "arn:aws:ssm:us-east-1:123456789012:parameter/hokusai/endpoint", True),
        ("EndpointParameterArns", "arn:aws:ssm:us-east-1:123456789012:parameter/*", False),
        ("EndpointKeyArn", "", True),
        ("EndpointKeyArn", "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", True),
        ("EndpointKeyArn", "arn:aws:kms:us-east-1:123456789012:alias/hokusai", False),
        ("ConsumerServiceArns", "", True),
        ("ConsumerServiceArns", "arn:aws:ecs:us-east-1:123456789012:service/hokusai-development/api", True),
        ("ConsumerServiceArns", "arn:aws:ecs:us-east-1:123456789012:service/hokusai-development/*", False),
        ("LoadBalancerFullName", "", True),
        ("LoadBalancerFullName", "app/hokusai-main-development/50dc6c495c0c9188", True),
        ("LoadBalancerFullName", "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1", False),
    ],
)
def test_what_a_fallback_may_touch_is_named_one_by_one(parameter, value, taken):
    assert bool(re.search(TEMPLATE["Parameters"][parameter]["AllowedPattern"], value)) == taken


def test_who_names_no_policy_is_told_what_each_does():
    [assertion] = TEMPLATE["Rules"]["PolicyIsChosen"]["Assertions"]
    policy = TEMPLATE["Parameters"]["Policy"]

    assert assertion["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Policy"}, policy["Default"]]}]}
    for value in set(policy["AllowedValues"]) - {policy["Default"]}:
        assert f"Policy={value}: " in assertion["AssertDescription"]


def test_parameters_below_a_path_are_read_by_the_path_itself(monkeypatch):
    """AWS authorises GetParametersByPath by the path without the slash at its end."""
    monkeypatch.setitem(stack.SAMPLE, "Configuration", "ssm-path:/remediation/services/")
    arn = "arn:aws:ssm:us-east-1:123456789012:parameter/remediation/services"

    resources = stack.literal(statement(TEMPLATE, "ReadTheConfigurations")["Resource"], TEMPLATE)

    assert resources == [arn, f"{arn}/*"]


@pytest.mark.parametrize(
    ("cidrs", "taken"),
    [
        ("", True),
        ("10.0.0.0/16", True),
        ("10.0.1.0/24,10.0.2.0/24", True),
        ("10.127.0.0/16", True),
        ("127.0.0.0/8", False),
        ("10.0.0.0/16,127.0.0.1/32", False),
        ("10.0.0.0/16, 10.1.0.0/16", False),
        ("example.com/16", False),
    ],
)
def test_probe_is_never_let_onto_the_loopback(cidrs, taken):
    assert bool(re.search(TEMPLATE["Parameters"]["ProbeCidrs"]["AllowedPattern"], cidrs)) == taken


def environment_in_sam_local(function_name: str = "TaskStateChanged", **parameters: str) -> dict:
    stacks, _ = SamLocalStackProvider.get_stacks(str(FILE), parameter_overrides=parameters)
    return SamFunctionProvider(stacks).get(function_name).environment["Variables"]


def test_sam_local_resolves_the_environment():
    """It knows fewer intrinsic functions than CloudFormation; what it cannot resolve becomes empty without a word."""
    environment = environment_in_sam_local(
        ClusterName="hokusai-development", LocalEndpoint="http://127.0.0.1:1", Policy="repair"
    )

    assert environment["POLICY"] == "repair"
    assert environment["LEDGER"] == "Ledger"
    assert environment["CLUSTER"] == "arn:aws:ecs:us-east-1:123456789012:cluster/hokusai-development"
    assert environment["PROBE"] == "arn:aws:lambda:us-east-1:123456789012:function:Probe:live"
    assert environment["OWNER_ID"] == "51af3dc0-da77-11e4-872e-1234567db123"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"


def test_without_a_local_endpoint_the_functions_know_of_none():
    environment = environment_in_sam_local(ClusterName="hokusai-development")

    assert environment.keys().isdisjoint({"AWS_ENDPOINT_URL", "RESOLVER"})


@pytest.mark.parametrize("function_name", ["TaskStateChanged", "AlarmChanged", "Sweep", "Rollback", "Notify"])
def test_a_table_of_an_earlier_stack_takes_the_place_of_a_new_one(function_name):
    environment = environment_in_sam_local(function_name, LedgerTableName="remediation-Ledger-1EXAMPLE")

    assert environment["LEDGER"] == "remediation-Ledger-1EXAMPLE"


def test_rollback_is_told_what_passes_are_but_for_its_own_arn():
    own = environment_in_sam_local("Rollback", LocalEndpoint="http://127.0.0.1:1")
    sweeps = environment_in_sam_local("Sweep", LocalEndpoint="http://127.0.0.1:1")

    assert own == {name: value for name, value in sweeps.items() if name != "ROLLBACK"} | {"SHADOW": own["SHADOW"]}
    # It rehearses on it when asked; a local world's sweeps are counted call by call, and do not.
    assert own["SHADOW"] and not sweeps["SHADOW"]


def test_notify_knows_its_channels_and_nothing_of_what_is_guarded():
    own = environment_in_sam_local("Notify", SlackWebhookParameter="/chat/webhook", ChatTopicArn="arn:aws:sns:r:1:chat")

    assert (own["SLACK_WEBHOOK"], own["CHAT_TOPIC"], own["LEDGER"]) == (
        "/chat/webhook",
        "arn:aws:sns:r:1:chat",
        "Ledger",
    )
    assert own.keys() <= {"SLACK_WEBHOOK", "CHAT_TOPIC", "LEDGER", "AWS_ENDPOINT_URL"} | {
        name for name in own if name.startswith("POWERTOOLS_")
    }


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("", True),
        ("/remediation/slack-webhook", True),
        ("remediation-slack-webhook", False),
        ("https://hooks.slack.com/services/T000/B000/X", False),
    ],
)
def test_the_webhook_itself_is_never_taken_for_its_name(name, taken):
    assert bool(re.search(TEMPLATE["Parameters"]["SlackWebhookParameter"]["AllowedPattern"], name)) == taken


def test_who_sends_from_an_adopted_table_is_told_to_give_its_stream():
    rule = TEMPLATE["Rules"]["AnAdoptedTableHasItsStream"]

    assert "LedgerTableName" in str(rule["RuleCondition"]) and "ChatTopicArn" in str(rule["RuleCondition"])
    assert rule["Assertions"][0]["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "LedgerStreamLabel"}, ""]}]}


def test_probe_knows_its_own_blocks():
    assert environment_in_sam_local("Probe", ProbeCidrs="10.0.0.0/16") == {"PROBE_CIDRS": "10.0.0.0/16"}


def test_a_local_probe_may_ask_the_loopback():
    environment = environment_in_sam_local("Probe", LocalEndpoint="http://127.0.0.1:1", LocalResolver="127.0.0.1:53")

    assert environment == {"PROBE_CIDRS": "127.0.0.0/8", "RESOLVER": "127.0.0.1:53"}


def test_without_a_probe_the_functions_say_so():
    assert environment_in_sam_local(ClusterName="hokusai-development", ProbeMode="none")["PROBE"] == "none"
