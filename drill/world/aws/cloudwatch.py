"""CloudWatch: alarms that are evaluated, composite ones, and lists by type and in pages. Source of all mends: API."""

from __future__ import annotations

import json

from moto.cloudwatch.exceptions import InvalidFormat, ResourceNotFound, ValidationError
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from world.aws import alarm_math
from world.aws.alarms import STATES, Alarms
from world.aws.mend import mend

MOST = 100
USUAL_PAGE = 50
SUPPRESSION = ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")


def install(alarms: Alarms) -> None:
    """Puts the mends into moto: from now on the states of the alarms are those of `alarms`."""
    _mend_states(alarms)
    _mend_composites(alarms)
    _mend_lists(alarms)


def _mend_states(alarms: Alarms) -> None:
    stock_put = CloudWatchBackend.put_metric_alarm

    @mend(CloudWatchBackend)
    def put_metric_alarm(self: CloudWatchBackend, name: str, **given: object) -> Alarm:
        """Stock moto: OK, made or changed; AWS: INSUFFICIENT_DATA until it is evaluated; a changed one keeps its state."""
        known = self.alarms.get(name)
        alarm = stock_put(self, name=name, **given)
        if known:
            alarm.state_value, alarm.state_updated_timestamp = known.state_value, known.state_updated_timestamp
            alarm.state_reason, alarm.state_reason_data = known.state_reason, known.state_reason_data
        else:
            alarm.state_value = "INSUFFICIENT_DATA"
        return alarm

    @mend(CloudWatchBackend)
    def set_alarm_state(
        self: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str | None, state_value: str
    ) -> None:
        """Stock moto: nobody hears of it; AWS: an event, until the alarm is evaluated again."""
        if alarm_name not in self.alarms:
            raise ResourceNotFound("Unknown")
        if state_value not in STATES:
            raise ValidationError(f"Value '{state_value}' at 'stateValue' failed to satisfy constraint")
        try:
            data = json.loads(reason_data) if reason_data else None
        except ValueError:
            raise InvalidFormat("The state reason data is no JSON") from None
        alarms.change(self.alarms[alarm_name], state_value, reason, data)


def _mend_composites(alarms: Alarms) -> None:
    @mend(CloudWatchResponse)
    def put_composite_alarm(self: CloudWatchResponse) -> ActionResult:
        """Stock moto: HTTP 500; AWS: an alarm on the states of others."""
        name, rule = self._get_param("AlarmName"), self._get_param("AlarmRule")
        backend = self.cloudwatch_backend
        try:
            named = [child.split(":alarm:")[-1] for child in alarm_math.children(rule)]
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
        if missing := [child for child in named if child not in backend.alarms]:
            raise ValidationError(f"Alarms of the rule do not exist: {', '.join(missing)}")
        nothing = ("namespace", "metric_name", "comparison_operator", "evaluation_periods", "period", "threshold")
        alarm = backend.put_metric_alarm(
            name=name,
            **dict.fromkeys(nothing),
            statistic=None,
            description=self._get_param("AlarmDescription"),
            dimensions=[],
            alarm_actions=self._get_param("AlarmActions", []),
            ok_actions=self._get_param("OKActions", []),
            insufficient_data_actions=self._get_param("InsufficientDataActions", []),
            actions_enabled=self._get_bool_param("ActionsEnabled"),
            rule=rule,
            tags=self._get_param("Tags", []),
        )
        asked = {each[0].lower() + each[1:]: self._get_param(each) for each in SUPPRESSION}
        alarm.suppression = {each: value for each, value in asked.items() if value is not None}
        alarms.evaluate_composite(alarm)
        return EmptyResult()


def _mend_lists(alarms: Alarms) -> None:
    @mend(CloudWatchResponse)
    def describe_alarms(self: CloudWatchResponse) -> ActionResult:
        """Stock moto: composite ones unasked, everything in one page; AWS: those of the types that are asked for, metric
        alarms if none is, in pages, and at most 100 names at a time.
        """
        names, types = self._get_param("AlarmNames", []), self._get_param("AlarmTypes", []) or ["MetricAlarm"]
        if len(names) > MOST:
            raise ValidationError("Member must have length less than or equal to 100 at 'alarmNames'")
        prefix, state = self._get_param("AlarmNamePrefix") or "", self._get_param("StateValue")
        found = [
            alarm
            for name, alarm in sorted(self.cloudwatch_backend.alarms.items())
            if (name in names if names else name.startswith(prefix))
            and state in (None, alarm.state_value)
            and ("MetricAlarm" if alarm.rule is None else "CompositeAlarm") in types
        ]
        begun, size = int(self._get_param("NextToken") or 0), int(self._get_param("MaxRecords") or USUAL_PAGE)
        page = found[begun : begun + size]
        shown = {
            "MetricAlarms": [alarm for alarm in page if alarm.rule is None],
            "CompositeAlarms": [_composite(alarm, alarms) for alarm in page if alarm.rule is not None],
        }
        more = {"NextToken": str(begun + size)} if begun + size < len(found) else {}
        return ActionResult(shown | more)


def _composite(alarm: Alarm, alarms: Alarms) -> dict:
    """As DescribeAlarms shows it. Its actions are suppressed as long as both are in ALARM: no wait, no extension."""
    suppression = {each[0].upper() + each[1:]: value for each, value in getattr(alarm, "suppression", {}).items()}
    suppressor = suppression.get("ActionsSuppressor")
    suppressed = {}
    if suppressor and (alarm.state_value, alarms.state_of(suppressor)) == ("ALARM", "ALARM"):
        suppressed = {"ActionsSuppressedBy": "Alarm", "ActionsSuppressedReason": f"{suppressor} is in ALARM"}
    return {
        "AlarmName": alarm.name,
        "AlarmArn": alarm.alarm_arn,
        "AlarmDescription": alarm.description,
        "AlarmRule": alarm.rule,
        "ActionsEnabled": alarm.actions_enabled,
        "AlarmActions": alarm.alarm_actions,
        "OKActions": alarm.ok_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "StateValue": alarm.state_value,
        "StateReason": alarm.state_reason,
        "StateUpdatedTimestamp": alarm.state_updated_timestamp,
        **suppression,
        **suppressed,
    }
