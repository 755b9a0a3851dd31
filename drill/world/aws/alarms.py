"""CloudWatch's alarms: evaluated at the end of each of their periods; each change of state is an event."""

from __future__ import annotations

import json
import logging
import operator
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timezone

from moto.cloudwatch import cloudwatch_backends
from moto.cloudwatch.models import Alarm, Dimension, MetricDataQuery

from world.aws import alarm_math
from world.aws.ecs_task import now
from world.aws.mend import ACCOUNT, REGION

LOG = logging.getLogger(__name__)
DETAIL_TYPE = "CloudWatch Alarm State Change"
SOURCE = "aws.cloudwatch"
STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")
# In each minute of an alarm's the evaluator looks so often whether a period has ended.
LOOKS = 60
COMPARISONS = {
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}


class Alarms:
    """The evaluator.

    minute: how long a minute of an alarm's period lasts here, in seconds; every period is as much shorter
    emit: takes detail-type, resources, detail and source of each event
    """

    def __init__(self, minute: float, emit: Callable[[str, list[str], dict, str], None]):
        self._minute = minute
        self._emit = emit
        self._lock = threading.RLock()
        # The state that an alarm is kept in, by its name.
        self._held: dict[str, str] = {}
        # The end of the period that each alarm was evaluated for last.
        self._evaluated: dict[str, int] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._evaluate_for_ever, name="cloudwatch", daemon=True)
        self._thread.start()

    @property
    def backend(self) -> object:
        return cloudwatch_backends[ACCOUNT][REGION]

    def count(self, namespace: str, metric: str, dimensions: dict[str, str]) -> None:
        """One more of what the metric counts, now."""
        named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
        datum = {"MetricName": metric, "Dimensions": named, "Value": 1, "Unit": "Count"}
        self.backend.put_metric_data(namespace, [datum])

    def hold(self, name: str, state: str | None) -> None:
        """Keeps an alarm in a state, whatever its metrics say; None: they decide again. Raises KeyError."""
        with self._lock:
            alarm = self.backend.alarms[name]
            self._evaluated.pop(name, None)
            if state is None:
                self._held.pop(name, None)
            else:
                self._held[name] = state
                self.change(alarm, state, "Set by hand", None)

    def change(self, alarm: Alarm, state: str, reason: str, data: dict | None) -> None:
        """Brings an alarm to a state, and those that are made of it to theirs; tells where it is another one."""
        with self._lock:
            previous = _state(alarm)
            changed = alarm.state_value != state
            alarm.update_state(reason, None if data is None else json.dumps(data), state)
            if changed:
                detail = {
                    "alarmName": alarm.name,
                    "configuration": _configuration(alarm),
                    "previousState": previous,
                    "state": _state(alarm),
                }
                self._emit(DETAIL_TYPE, [alarm.alarm_arn], detail, SOURCE)
                self._evaluate_composites(alarm)

    def evaluate_composite(self, alarm: Alarm, because: Alarm | None = None) -> None:
        """Brings a composite alarm to the state that its rule is in. because: the alarm that has changed"""
        if alarm.name in self._held:
            return
        state = "ALARM" if alarm_math.holds(alarm.rule, self.state_of) else "OK"
        if state == alarm.state_value:
            return
        if because is None:
            self.change(alarm, state, "Its rule says so", None)
            return
        at = _aware(because.state_updated_timestamp)
        child = {"arn": because.alarm_arn, "state": {"value": because.state_value, "timestamp": _told(at)}}
        reason = f"{because.alarm_arn} transitioned to {because.state_value} at {at:%A %d %B, %Y %H:%M:%S UTC}"
        self.change(alarm, state, reason, {"triggeringAlarms": [child]})

    def state_of(self, name_or_arn: str) -> str:
        """Of an alarm that is not there, INSUFFICIENT_DATA."""
        found = self.backend.alarms.get(name_or_arn.split(":alarm:")[-1])
        return found.state_value if found else "INSUFFICIENT_DATA"

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _evaluate_composites(self, because: Alarm) -> None:
        for alarm in list(self.backend.alarms.values()):
            named = alarm_math.children(alarm.rule) if alarm.rule else []
            if because.name in [child.split(":alarm:")[-1] for child in named]:
                self.evaluate_composite(alarm, because)

    def _evaluate_for_ever(self) -> None:
        while not self._ended.wait(self._minute / LOOKS):
            for alarm in list(self.backend.alarms.values()):
                if alarm.rule is None:
                    try:
                        self._evaluate_once_a_period(alarm)
                    except Exception:
                        LOG.exception("the alarm %s could not be evaluated", alarm.name)

    def _evaluate_once_a_period(self, alarm: Alarm) -> None:
        with self._lock:
            if alarm.name in self._held:
                return
            length = _period(alarm) * self._minute / 60
            ended = int(now().timestamp() / length)
            if self._evaluated.get(alarm.name) != ended:
                self._evaluated[alarm.name] = ended
                self._evaluate(alarm, ended * length, length)

    def _evaluate(self, alarm: Alarm, end: float, length: float) -> None:
        """end: of the last period, seconds since 1970; length: of a period, seconds"""
        periods = [end - (back + 1) * length for back in range(int(alarm.evaluation_periods))]
        points = [(start, self._point(alarm, start, length)) for start in periods]
        compare, words = COMPARISONS[alarm.comparison_operator]
        missing = alarm.treat_missing_data or "missing"
        known = [(start, point) for start, point in points if point is not None]
        if not known and missing in ("missing", "ignore"):
            if missing == "missing" and alarm.state_value != "INSUFFICIENT_DATA":
                reason = f"Insufficient Data: {len(points)} datapoints were unknown."
                self.change(alarm, "INSUFFICIENT_DATA", reason, self._data(alarm, known))
            return
        breaching = [point for _, point in known if compare(point, float(alarm.threshold))]
        unknown = len(points) - len(known) if missing == "breaching" else 0
        wanted = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
        if missing in ("missing", "ignore"):
            wanted = min(wanted, len(known))
        state = "ALARM" if len(breaching) + unknown >= wanted else "OK"
        if state != alarm.state_value:
            self.change(alarm, state, self._reason(alarm, state, known, len(points), words), self._data(alarm, known))

    def _point(self, alarm: Alarm, start: float, length: float) -> float | None:
        """The value of the alarm's metric or expression for the period that begins then; None: there is no data."""
        if not alarm.metric_data_queries:
            return self._statistic(alarm.namespace, alarm.metric_name, alarm.dimensions, alarm.statistic, start, length)
        found = {
            query.id: self._statistic(
                query.metric_stat.metric.namespace,
                query.metric_stat.metric.metric_name,
                query.metric_stat.metric.dimensions,
                query.metric_stat.stat,
                start,
                length,
            )
            for query in alarm.metric_data_queries
            if query.metric_stat
        }
        returned = _returned(alarm.metric_data_queries)
        return alarm_math.value(returned.expression, found) if returned.expression else found[returned.id]

    def _statistic(
        self, namespace: str, name: str, dimensions: list[Dimension], statistic: str, start: float, length: float
    ) -> float | None:
        wanted = {each.name: each.value for each in dimensions}
        values = [
            datum.value
            for datum in list(self.backend.metric_data)
            if (datum.namespace, datum.name) == (namespace, name)
            and {each.name: each.value for each in datum.dimensions} == wanted
            and start <= _aware(datum.timestamp).timestamp() < start + length
        ]
        return float(STATISTICS[statistic](values)) if values else None

    def _reason(self, alarm: Alarm, state: str, known: list[tuple[float, float]], points: int, words: str) -> str:
        if not known:
            said = (
                f"Threshold Crossed: no datapoints were received for {points} periods and {points} missing datapoints"
            )
            kind = "Breaching" if state == "ALARM" else "NonBreaching"
            return f"{said} were treated as [{kind}].{self._own_words()}"
        shown = ", ".join(
            f"{point} ({datetime.fromtimestamp(at, timezone.utc):%d/%m/%y %H:%M:%S})" for at, point in known
        )
        was = ("was" if len(known) == 1 else "were") + (" not" if state == "OK" else "")
        said = f"Threshold Crossed: {len(known)} out of the last {points} datapoints [{shown}] {was} {words}"
        return f"{said} the threshold ({float(alarm.threshold)}).{self._own_words()}"

    def _own_words(self) -> str:
        """What is different here is said where people read it."""
        return "" if self._minute == 60 else f" A minute of this alarm lasted {self._minute:g} s."

    def _data(self, alarm: Alarm, known: list[tuple[float, float]]) -> dict:
        statistic = {} if alarm.metric_data_queries else {"statistic": alarm.statistic}
        begun = {"startDate": _told(datetime.fromtimestamp(known[-1][0], timezone.utc))} if known else {}
        return {
            "version": "1.0",
            "queryDate": _told(now()),
            **begun,
            **statistic,
            "period": _period(alarm),
            "recentDatapoints": [point for _, point in reversed(known)],
            "threshold": float(alarm.threshold),
        }


def _returned(queries: list[MetricDataQuery]) -> MetricDataQuery:
    """The one that the alarm is on."""
    return next(query for query in queries if str(query.return_data).lower() != "false")


def _period(alarm: Alarm) -> int:
    """As it was asked for, in seconds."""
    stats = [query.metric_stat.period for query in alarm.metric_data_queries if query.metric_stat]
    return int(stats[0] if stats else alarm.period)


def _state(alarm: Alarm) -> dict:
    """As an event tells it."""
    told = {"value": alarm.state_value, "reason": alarm.state_reason}
    if alarm.state_reason_data not in (None, "{}"):
        told["reasonData"] = alarm.state_reason_data
    return told | {"timestamp": _told(_aware(alarm.state_updated_timestamp))}


def _configuration(alarm: Alarm) -> dict:
    """As an event tells it."""
    told = {"description": alarm.description} if alarm.description else {}
    if alarm.rule is not None:
        return told | {"alarmRule": alarm.rule} | getattr(alarm, "suppression", {})
    if not alarm.metric_data_queries:
        stat = _stat(alarm.namespace, alarm.metric_name, alarm.dimensions, _period(alarm), alarm.statistic)
        return told | {"metrics": [{"id": "m1", "metricStat": stat, "returnData": True}]}
    return told | {"metrics": [_query(query) for query in alarm.metric_data_queries]}


def _query(query: MetricDataQuery) -> dict:
    told: dict = {"id": query.id}
    if query.expression:
        told["expression"] = query.expression
    if query.label:
        told["label"] = query.label
    if query.metric_stat:
        metric = query.metric_stat.metric
        period, stat = int(query.metric_stat.period), query.metric_stat.stat
        told["metricStat"] = _stat(metric.namespace, metric.metric_name, metric.dimensions, period, stat)
    return told | {"returnData": str(query.return_data).lower() != "false"}


def _stat(namespace: str, name: str, dimensions: list[Dimension], period: int, stat: str) -> dict:
    named = {each.name: each.value for each in dimensions}
    return {"metric": {"namespace": namespace, "name": name, "dimensions": named}, "period": period, "stat": stat}


def _aware(moment: datetime) -> datetime:
    """Of moto's times, which are UTC and may not say so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _told(moment: datetime) -> str:
    """As CloudWatch writes times in events."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}+0000"
