"""How the stack's parts are tied together: what triggers what, what is kept when it fails, what ends."""

import math
import re
from collections.abc import Iterator

from checks.stack import SAMPLE, literal, of_type

#: Timeout of each function in seconds. Together they are a promise: a probe ends before the pass that asks it, and a
#: sweep before the next one.
TIMEOUTS = {"TaskStateChanged": 30, "AlarmChanged": 30, "Sweep": 55, "Rollback": 45, "Probe": 25, "Notify": 60}

#: Who may call AlarmChanged besides its rule.
OF_THE_ALARMS = {
    "Action": "lambda:InvokeFunction",
    "Principal": "lambda.alarms.cloudwatch.amazonaws.com",
    "SourceAccount": SAMPLE["AWS::AccountId"],
    "SourceArn": f"arn:aws:cloudwatch:{SAMPLE['AWS::Region']}:{SAMPLE['AWS::AccountId']}:alarm:*",
}

#: Characters that Lambda takes as the description of a version.
LONGEST_DESCRIPTION = 256

#: Parameters that change no function, so that a new value of them need not publish a version.
OF_NO_FUNCTION = {
    "CloudMapServiceArns",
    "CloudMapNamespaceArns",
    "HostedZoneArns",
    "EndpointParameterArns",
    "EndpointKeyArn",
    "RedeployConsumers",
    "ConsumerServiceArns",
    "AlarmNames",
    "LoadBalancerFullName",
    "LogRetentionInDays",
    "LedgerStreamLabel",
    "SlackWebhookKeyArn",
    "LocalEndpoint",
    "LocalResolver",
}


def faults(stack: dict) -> list[str]:
    """One line for each loose end of the expanded stack; none if all is well."""
    checks = (
        _functions,
        _versions,
        _descriptions,
        _rules,
        _permissions,
        _failures,
        _alarms,
        _ledger,
        _stream,
        _queues,
        _logs,
    )
    return [fault for check in checks for fault in check(stack)]


def _functions(stack: dict) -> Iterator[str]:
    functions = of_type(stack, "AWS::Lambda::Function")
    if functions.keys() != TIMEOUTS.keys():
        yield f"the functions are {sorted(functions)}"
    for name, function in functions.items():
        if function.get("SnapStart") != {"ApplyOn": "PublishedVersions"}:
            yield f"{name}: no SnapStart"
        if function.get("Runtime") != "java25":
            yield f"{name}: runs on {function.get('Runtime')}"
        if function.get("Timeout") != TIMEOUTS.get(name):
            yield f"{name}: ends after {function.get('Timeout')} s"
        if ("VpcConfig" in function) != (name == "Probe"):
            yield f"{name}: only Probe runs in the VPC"
        if "ReservedConcurrentExecutions" in function:
            yield f"{name}: reserves concurrency, which small accounts cannot"


def _versions(stack: dict) -> Iterator[str]:
    """SnapStart needs a published version; one that says its settings is published anew when they change."""
    aliases = of_type(stack, "AWS::Lambda::Alias")
    for name in of_type(stack, "AWS::Lambda::Function"):
        if aliases.get(f"{name}Aliaslive", {}).get("Name") != "live":
            yield f"{name}: no alias `live`"
    described = str([version.get("Description") for version in of_type(stack, "AWS::Lambda::Version").values()])
    for parameter in stack["Parameters"].keys() - OF_NO_FUNCTION:
        if parameter not in described:
            yield f"{parameter}: a new value publishes no version"


def _descriptions(stack: dict) -> Iterator[str]:
    """A version whose description is too long cannot be published."""
    for name, version in of_type(stack, "AWS::Lambda::Version").items():
        described = version.get("Description", {}).get("Fn::Sub", "")
        template, own = described if isinstance(described, list) else (described, {})
        length = len(re.sub(r"\$\{\w+}", "", template))
        length += sum(
            _longest(own.get(name) or stack["Parameters"][name]) for name in re.findall(r"\$\{(\w+)}", template)
        )
        if length > LONGEST_DESCRIPTION:
            yield f"{name}: may describe itself in {length} characters"


def _longest(parameter: dict) -> float:
    """Characters of the longest value of a parameter, or of a choice between two words."""
    if "Fn::If" in parameter:
        return max(len(word) for word in parameter["Fn::If"][1:])
    if "MaxLength" in parameter:
        return parameter["MaxLength"]
    values = parameter.get("AllowedValues") or [parameter.get("MaxValue")]
    return max(len(str(value)) for value in values) if values != [None] else math.inf


def _rules(stack: dict) -> Iterator[str]:
    aliases = {f"{name}Aliaslive" for name in TIMEOUTS}
    for name, rule in of_type(stack, "AWS::Events::Rule").items():
        for target in rule["Targets"]:
            if target["Arn"].get("Ref") not in aliases:
                yield f"{name}: its target is not an alias"
            retries = target.get("RetryPolicy", {})
            if not {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"} <= retries.keys():
                yield f"{name}: says not how often and how long delivery is tried"
            if "ScheduleExpression" in rule:
                if retries.get("MaximumRetryAttempts") != 0 or "DeadLetterConfig" in target:
                    yield f"{name}: the next sweep is the retry"
            elif literal(target.get("DeadLetterConfig"), stack) != {"Arn": _arn("UndeliveredEvents", stack)}:
                yield f"{name}: what cannot be delivered is lost"
        pattern = literal(rule.get("EventPattern", {}), stack)
        if pattern.get("source") == ["aws.cloudwatch"]:
            if pattern.get("detail", {}).get("alarmName") != SAMPLE["AlarmNames"]:
                yield f"{name}: lets through alarms that nobody named"
            if pattern.get("account") != [SAMPLE["AWS::AccountId"]] or pattern.get("region") != [SAMPLE["AWS::Region"]]:
                yield f"{name}: lets through alarms from elsewhere"
        elif "ScheduleExpression" not in rule and SAMPLE["ClusterName"] not in str(pattern):
            yield f"{name}: lets through events of every cluster"


def _permissions(stack: dict) -> Iterator[str]:
    """Each rule may call the alias that it targets; but for rules only this account's alarms may call anything."""
    permitted = set()
    for name, permission in of_type(stack, "AWS::Lambda::Permission").items():
        if permission["Principal"] == "lambda.alarms.cloudwatch.amazonaws.com":
            if literal(permission, stack) != OF_THE_ALARMS | {"FunctionName": _arn("AlarmChangedAliaslive", stack)}:
                yield f"{name}: lets in more than this account's alarms"
            continue
        rule = permission.get("SourceArn", {}).get("Fn::GetAtt", [None])[0]
        if permission["Principal"] != "events.amazonaws.com" or rule is None:
            yield f"{name}: lets in more than one rule"
        permitted.add((rule, permission["FunctionName"].get("Ref")))
    for name, rule in of_type(stack, "AWS::Events::Rule").items():
        for target in rule["Targets"]:
            if (name, target["Arn"].get("Ref")) not in permitted:
                yield f"{name}: may not call its target"


def _failures(stack: dict) -> Iterator[str]:
    """What Lambda does with an event on which the function failed."""
    kept = {"OnFailure": {"Destination": _arn("FailedEvents", stack)}}
    wanted = {
        "TaskStateChanged": (2, kept),
        "AlarmChanged": (2, kept),
        "Sweep": (0, {}),
        "Rollback": (0, {}),
        "Notify": (0, {}),
    }
    configured = {
        config["FunctionName"]["Ref"]: config for config in of_type(stack, "AWS::Lambda::EventInvokeConfig").values()
    }
    for name, (retries, destination) in wanted.items():
        config = configured.get(name, {})
        if config.get("MaximumRetryAttempts") != retries or config.get("Qualifier") != "live":
            yield f"{name}: a failed event is to be retried {retries} times, at the alias"
        if literal(config.get("DestinationConfig", {}), stack) != destination:
            yield f"{name}: failed events go to {config.get('DestinationConfig')}"


def _alarms(stack: dict) -> Iterator[str]:
    """The alarm that the stack makes can fire, and its name is one that rings."""
    for name, alarm in of_type(stack, "AWS::CloudWatch::Alarm").items():
        metrics = [literal(each["MetricStat"]["Metric"], stack) for each in alarm["Metrics"] if "MetricStat" in each]
        if any(not metric.get("Dimensions") for metric in metrics):
            yield f"{name}: has a metric without dimensions, which has no data"
        if {metric["MetricName"] for metric in metrics} != {"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"}:
            yield f"{name}: sees not all that callers see"
        if alarm.get("TreatMissingData") != "notBreaching":
            yield f"{name}: takes no errors for no data"
        if literal(alarm["AlarmName"], stack) not in SAMPLE["AlarmNames"]:
            yield f"{name}: rings nowhere"


def _ledger(stack: dict) -> Iterator[str]:
    """The table outlives its stack, and can be brought back to any second of the last weeks."""
    for name, table in of_type(stack, "AWS::DynamoDB::Table").items():
        resource = stack["Resources"][name]
        if {resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")} != {"Retain"}:
            yield f"{name}: goes with its stack"
        if table.get("PointInTimeRecoverySpecification") != {"PointInTimeRecoveryEnabled": True}:
            yield f"{name}: cannot be brought back to an earlier time"
        if table.get("DeletionProtectionEnabled") is not True:
            yield f"{name}: anybody can delete it by mistake"
        if table.get("TimeToLiveSpecification") != {"AttributeName": "expires", "Enabled": True}:
            yield f"{name}: keeps for ever what is over"
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name}: has a capacity of its own to be throttled at"
    for name, function in of_type(stack, "AWS::Lambda::Function").items():
        if (name != "Probe") != ("LEDGER" in str(function["Environment"])):
            yield f"{name}: all but Probe know the ledger"


def _stream(stack: dict) -> Iterator[str]:
    """What is unsent reaches the one function that sends it, in order, and nothing stops what comes behind it."""
    for name, table in of_type(stack, "AWS::DynamoDB::Table").items():
        if table.get("StreamSpecification") != {"StreamViewType": "NEW_IMAGE"}:
            yield f"{name}: has no stream that shows what is due"
    mappings = of_type(stack, "AWS::Lambda::EventSourceMapping")
    if mappings.keys() != {"NotifyOutbox"}:
        yield f"streams feed {sorted(mappings)}"
    for name, mapping in mappings.items():
        if mapping["FunctionName"].get("Ref") != "NotifyAliaslive":
            yield f"{name}: feeds no alias"
        if literal(mapping["EventSourceArn"], stack) != literal({"Fn::GetAtt": ["Ledger", "StreamArn"]}, stack):
            yield f"{name}: is not fed by the ledger"
        if '"outbox/"' not in str(mapping.get("FilterCriteria")) or '"due"' not in str(mapping.get("FilterCriteria")):
            yield f"{name}: hears of every change to the table"
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: begins a whole batch again"
        if mapping.get("BisectBatchOnFunctionError") is not True:
            yield f"{name}: one record stops those behind it"
        if mapping.get("ParallelizationFactor") != 1:
            yield f"{name}: may overtake itself"
        if mapping.get("StartingPosition") != "TRIM_HORIZON":
            yield f"{name}: misses what comes while it is made"
        if not {"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"} <= mapping.keys():
            yield f"{name}: tries for ever"
        if literal(mapping.get("DestinationConfig"), stack) != {
            "OnFailure": {"Destination": _arn("UnsentMessages", stack)}
        }:
            yield f"{name}: what it gives up is lost"
    for name, resource in stack["Resources"].items():
        if name.startswith("Notify") and resource.get("Condition") != "HasChat":
            yield f"{name}: is made although there is no channel"


def _queues(stack: dict) -> Iterator[str]:
    for name, queue in of_type(stack, "AWS::SQS::Queue").items():
        if queue.get("SqsManagedSseEnabled") is not True:
            yield f"{name}: not encrypted"
        if queue.get("MessageRetentionPeriod") != 1209600:
            yield f"{name}: does not keep its messages for fourteen days"
    rules = {
        literal({"Fn::GetAtt": [name, "Arn"]}, stack)
        for name, rule in of_type(stack, "AWS::Events::Rule").items()
        if "EventPattern" in rule
    }
    admitted = {
        arn
        for policy in of_type(stack, "AWS::SQS::QueuePolicy").values()
        for statement in literal(policy["PolicyDocument"], stack)["Statement"]
        for arn in statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    }
    if admitted != rules:
        yield f"UndeliveredEvents: takes events of {sorted(admitted)}"


def _logs(stack: dict) -> Iterator[str]:
    groups = of_type(stack, "AWS::Logs::LogGroup")
    for name, group in groups.items():
        if "RetentionInDays" not in group:
            yield f"{name}: kept for ever"
    for name, function in of_type(stack, "AWS::Lambda::Function").items():
        if function.get("LoggingConfig", {}).get("LogGroup", {}).get("Ref") not in groups:
            yield f"{name}: logs where nothing ends"


def _arn(name: str, stack: dict) -> str:
    return literal({"Fn::GetAtt": [name, "Arn"]}, stack)
