"""The stack as CloudFormation would get it: the SAM template, expanded by SAM's own translator, without AWS."""

import copy
import logging
import re
from pathlib import Path

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

# The translator counts what it does for its own service, and complains that nobody collects it.
logging.getLogger("samtranslator.metrics.metrics").setLevel(logging.ERROR)

ACCOUNT = "123456789012"
REGION = "us-east-1"

#: A value for each parameter and pseudo parameter, as a person deploying the sample world would give them.
SAMPLE = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/remediation/51af3dc0-da77-11e4-872e-1234567db123",
    "AWS::StackName": "remediation",
    "ClusterName": "hokusai-development",
    "CloudMapServiceArns": [f"arn:aws:servicediscovery:{REGION}:{ACCOUNT}:service/srv-e4anhexample0004"],
    "CloudMapNamespaceArns": [f"arn:aws:servicediscovery:{REGION}:{ACCOUNT}:namespace/ns-vh4nbexample0001"],
    "HostedZoneArns": ["arn:aws:route53:::hostedzone/Z1EXAMPLE0000001"],
    "EndpointParameterArns": [f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/hokusai/development/mlflow/endpoint"],
    "EndpointKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "RedeployConsumers": "true",
    "ConsumerServiceArns": [f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/hokusai-development/hokusai-api-development"],
    "AlarmNames": ["hokusai-api-502-errors"],
    "LoadBalancerFullName": "app/hokusai-registry-development/50dc6c495c0c9188",
    "Configuration": "ssm:/remediation/configuration",
    "Policy": "repair",
    "SlackWebhookParameter": "/remediation/slack-webhook",
    "SlackWebhookKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "ChatTopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:remediation-chat",
}

_ARNS = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/{name}",
    "AWS::IAM::ManagedPolicy": "arn:aws:iam::{account}:policy/{name}",
    "AWS::Lambda::Alias": "arn:aws:lambda:{region}:{account}:function:{name}:live",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}:*",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "AWS::Events::Rule": "arn:aws:events:{region}:{account}:rule/{name}",
}


def read(path: Path) -> dict:
    """The SAM template as it is written."""
    return yaml_parse(path.read_text(encoding="utf-8"))


def expand(template: dict) -> dict:
    """What SAM makes of the template: plain CloudFormation, its intrinsic functions still in it.

    Raises samtranslator's InvalidDocumentException if the template is none.
    """
    template = copy.deepcopy(template)
    # The translator takes only code that has been uploaded already.
    template.setdefault("Globals", {}).setdefault("Function", {})["CodeUri"] = "s3://bucket/key"
    session = boto3.session.Session(region_name=REGION)
    stack = Translator({}, Parser(), boto_session=session).translate(sam_template=template, parameter_values={})
    stack.pop("Transform", None)
    return stack


def of_type(stack: dict, kind: str) -> dict[str, dict]:
    """Properties of every resource of that type, by logical id."""
    return {
        name: resource.get("Properties", {})
        for name, resource in stack["Resources"].items()
        if resource["Type"] == kind
    }


def literal(node, stack: dict):
    """The node with its intrinsic functions replaced by what they give in the sample deployment.

    `Fn::If` gives its first branch: with every condition true the stack has all that it can have.
    """
    if isinstance(node, list):
        return [literal(item, stack) for item in node]
    if not isinstance(node, dict):
        return node
    if len(node) == 1:
        ((function, argument),) = node.items()
        if function in _FUNCTIONS:
            return _FUNCTIONS[function](argument, stack)
    return {key: literal(value, stack) for key, value in node.items()}


def _ref(name: str, stack: dict):
    if name in SAMPLE:
        return SAMPLE[name]
    if name in stack.get("Parameters", {}):
        return stack["Parameters"][name].get("Default", "")
    kind = stack["Resources"].get(name, {}).get("Type")
    return _arn(name, stack) if kind in ("AWS::Lambda::Alias", "AWS::IAM::ManagedPolicy") else name


def _arn(name: str, stack: dict) -> str:
    return _ARNS[stack["Resources"][name]["Type"]].format(account=ACCOUNT, region=REGION, name=name)


def _get_att(argument, stack: dict) -> str:
    name, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
    if attribute == "StreamArn":
        # A label is a time; parliament takes no colon in it.
        return f"{_arn(name, stack)}/stream/2026-03-02"
    return _arn(name, stack) if attribute == "Arn" else f"{name}.{attribute}"


def _sub(argument, stack: dict) -> str:
    text, values = (argument, {}) if isinstance(argument, str) else argument
    values = {name: literal(value, stack) for name, value in values.items()}

    def put_in(found: re.Match) -> str:
        name = found.group(1)
        if name in values:
            return values[name]
        return _get_att(name, stack) if "." in name else str(_ref(name, stack))

    return re.sub(r"\$\{([^}]+)}", put_in, text)


_FUNCTIONS = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::If": lambda argument, stack: literal(argument[1], stack),
    "Fn::Join": lambda argument, stack: argument[0].join(literal(argument[1], stack)),
    "Fn::Split": lambda argument, stack: literal(argument[1], stack).split(argument[0]),
    "Fn::Select": lambda argument, stack: literal(argument[1], stack)[int(argument[0])],
}
