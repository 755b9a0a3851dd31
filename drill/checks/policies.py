"""What the stack's roles may do: checked by parliament, and by rules of our own."""

import itertools
import json
import re
from collections.abc import Iterator

from parliament import analyze_policy_string

from checks.stack import literal, of_type

#: The only actions that may be allowed on every resource, each with the reason.
ON_EVERYTHING = {
    "ecs:ListTasks": "its only resource is the container instance, which Fargate has none of; a condition names the cluster",
    "servicediscovery:ListNamespaces": "listing has no resource",
    "servicediscovery:ListServices": "listing has no resource",
    "route53:ListHostedZonesByName": "listing has no resource",
    "cloudwatch:DescribeAlarms": "composite alarms are told only to who may ask for all of them",
    "elasticloadbalancing:DescribeTargetGroups": "it authorises no description by resource",
    "elasticloadbalancing:DescribeTargetHealth": "it authorises no description by resource",
    "dynamodb:ListStreams": "listing has no resource",
}

#: Managed policies that the roles may have, each with the reason. Policies of the stack itself are always allowed.
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole": "network interfaces of the function in the VPC",
    "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess": "only with Tracing=Active",
}

#: The condition under which something may be written, as the template has it.
MAY_WRITE = {"Fn::Not": [{"Fn::Equals": [{"Ref": "Policy"}, "observe"]}]}

#: Where people's own things are: Cloud Map and its zones, endpoints and their keys, consumers.
OF_PEOPLE = {"servicediscovery", "route53", "ssm", "kms", "ecs"}

#: How the name of an action begins that changes nothing.
READS = ("Get", "List", "Describe", "Decrypt")

#: What a deployer allows who lets consumers be deployed anew.
REDEPLOYS = {"Fn::Equals": [{"Ref": "RedeployConsumers"}, "true"]}

#: Under which a parameter can be written and none made.
ONLY_OVERWRITES = {"StringEquals": {"ssm:Overwrite": "true"}}

#: Characters of a managed policy, spaces not counted.
LONGEST_POLICY = 6144

#: What parliament says takes no resource: its list of actions is older than AWS's, in which all of them do.
OUTDATED_ACTIONS = {
    "servicediscovery:GetInstance",
    "servicediscovery:GetOperation",
    "servicediscovery:ListInstances",
    "servicediscovery:UpdateInstanceCustomHealthStatus",
}


def faults(stack: dict) -> list[str]:
    """One line for each thing that a role of the expanded stack should not have; none if all is well."""
    found = []
    for owner, document in _documents(stack):
        found += [f"{owner}: {fault}" for fault in _of_parliament(document)]
        for statement in document["Statement"]:
            found += [f"{owner}: {fault}" for fault in _of_ours(statement)]
        if len(re.sub(r"\s", "", json.dumps(document))) > LONGEST_POLICY:
            found.append(f"{owner}: is longer than IAM takes")
    found += _writes(stack)
    found += _redeployments(stack)
    for name, role in of_type(stack, "AWS::IAM::Role").items():
        own = {literal({"Ref": policy}, stack) for policy in of_type(stack, "AWS::IAM::ManagedPolicy")}
        for policy in literal(role.get("ManagedPolicyArns", []), stack):
            if policy not in own and policy not in MANAGED:
                found.append(f"{name}: has the managed policy {policy}")
    return found


def _documents(stack: dict) -> Iterator[tuple[str, dict]]:
    """Every permission policy, intrinsic functions resolved, with the name of who has it."""
    for name, role in of_type(stack, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield f"{name}/{policy['PolicyName']}", literal(policy["PolicyDocument"], stack)
    for name, policy in of_type(stack, "AWS::IAM::ManagedPolicy").items():
        yield name, literal(policy["PolicyDocument"], stack)


def _writes(stack: dict) -> Iterator[str]:
    """With Policy=observe no role may change anything of people's, whatever the functions have in mind."""
    for owner, document in _documents(stack):
        if _rests_on(MAY_WRITE, stack["Resources"][owner.split("/")[0]].get("Condition"), stack):
            continue
        for action in itertools.chain.from_iterable(_as_list(each["Action"]) for each in document["Statement"]):
            service, _, name = action.partition(":")
            if service in OF_PEOPLE and not name.startswith(READS):
                yield f"{owner}: allows {action} also with Policy=observe"


def _redeployments(stack: dict) -> Iterator[str]:
    """Consumers may be deployed anew only where the deployer says so."""
    for name, policy in of_type(stack, "AWS::IAM::ManagedPolicy").items():
        for statement in policy["PolicyDocument"]["Statement"]:
            condition, present = statement.get("Fn::If", [None, statement])[:2]
            if "ecs:UpdateService" in _as_list(present["Action"]) and not _rests_on(REDEPLOYS, condition, stack):
                yield f"{name}: allows ecs:UpdateService also with RedeployConsumers=false"


def _rests_on(wanted: dict, condition: str | None, stack: dict) -> bool:
    """Whether the condition of that name can hold only where `wanted` does."""
    if condition is None:
        return False
    parts = stack["Conditions"][condition].get("Fn::And", [stack["Conditions"][condition]])
    return any(part == wanted or _rests_on(wanted, part.get("Condition"), stack) for part in parts)


def _of_parliament(document: dict) -> Iterator[str]:
    for finding in analyze_policy_string(json.dumps(document)).findings:
        # What may be allowed on everything is ours to say, with a reason for each action.
        if finding.issue == "RESOURCE_STAR":
            continue
        if finding.issue == "RESOURCE_MISMATCH" and {entry["action"] for entry in finding.detail} <= OUTDATED_ACTIONS:
            continue
        yield f"parliament: {finding.issue} {finding.detail}"


def _of_ours(statement: dict) -> Iterator[str]:
    actions, resources = (_as_list(statement[key]) for key in ("Action", "Resource"))
    for action in actions:
        if "*" in action:
            yield f"allows every action that matches {action}"
        elif "*" in resources and action not in ON_EVERYTHING:
            yield f"allows {action} on everything"
        elif action == "ecs:ListTasks" and "ecs:cluster" not in statement.get("Condition", {}).get("ArnEquals", {}):
            yield f"allows {action} in every cluster"
        elif action == "ssm:PutParameter" and statement.get("Condition") != ONLY_OVERWRITES:
            yield f"allows {action} also of what is not there"


def _as_list(value) -> list:
    return value if isinstance(value, list) else [value]
