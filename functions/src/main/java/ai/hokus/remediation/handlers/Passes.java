package ai.hokus.remediation.handlers;

import ai.hokus.remediation.AlarmTelling;
import ai.hokus.remediation.Diagnostician;
import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.doorbell.AlarmReader;
import ai.hokus.remediation.doorbell.Doorbell;
import ai.hokus.remediation.doorbell.DoorbellReader;
import ai.hokus.remediation.doorbell.ScheduleReader;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What happens around passes: the doorbell before them, the telling and the ending after them. */
final class Passes {
  /** Kept back from the invocation's time for what is said. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  private final DoorbellReader doorbell;
  private final AlarmReader alarms;
  private final Rounds rounds;
  private final Diagnostician diagnostician;
  private final AlarmTelling alarmTelling;
  private final Telemetry telemetry;

  Passes(
      DoorbellReader doorbell,
      AlarmReader alarms,
      Rounds rounds,
      Diagnostician diagnostician,
      AlarmTelling alarmTelling,
      Telemetry telemetry) {
    this.doorbell = doorbell;
    this.alarms = alarms;
    this.rounds = rounds;
    this.diagnostician = diagnostician;
    this.alarmTelling = alarmTelling;
    this.telemetry = telemetry;
  }

  Map<String, Object> forEvent(InputStream event, Context context) throws IOException {
    return answer(doorbell.read(event), context);
  }

  Map<String, Object> forAlarm(InputStream event, Context context) throws IOException {
    return answer(alarms.read(event), context);
  }

  Map<String, Object> forSchedule(InputStream event, Context context) throws IOException {
    return answer(ScheduleReader.read(event), context);
  }

  private Map<String, Object> answer(Doorbell ring, Context context) {
    return during(
        context,
        () ->
            switch (ring) {
              case Doorbell.Rings(var ecsService) -> forService(ecsService, remaining(context));
              case Doorbell.RingsByAlarm(var alarm) -> forAlarm(alarm, context);
              case Doorbell.RingsForAll() -> told(rounds.sweep(remaining(context)));
              case Doorbell.Elsewhere(var why) -> elsewhere(why);
              case Doorbell.Malformed malformed -> {
                telemetry.ignored("malformed: " + malformed.field());
                yield Response.malformed(malformed);
              }
            });
  }

  private Map<String, Object> during(Context context, Supplier<Map<String, Object>> work) {
    return telemetry.during(
        context,
        () -> {
          try {
            return work.get();
          } catch (Unavailable configuration) {
            throw new ComeAgain(configuration);
          }
        });
  }

  private Map<String, Object> forService(String ecsService, Duration remaining) {
    var round = rounds.ring(ecsService, remaining);
    return round.visits().isEmpty()
        ? elsewhere("no guarded service is ECS service " + ecsService)
        : told(round);
  }

  /** What the passes leave undone is said by their retry, so nobody looks further before it. */
  private Map<String, Object> forAlarm(String alarm, Context context) {
    var round = rounds.ringByAlarm(alarm, remaining(context));
    if (round.visits().isEmpty() && round.carriedOver().isEmpty()) {
      return elsewhere("no guarded service is linked to alarm " + Text.brief(alarm));
    }
    tell(round);
    var diagnosis = diagnostician.diagnose(alarm, round, remaining(context).minus(TO_REPORT));
    var untold = alarmTelling.tell(alarm, diagnosis, round, remaining(context));
    var lines = Stream.concat(diagnosis.lines().stream(), untold.stream()).toList();
    telemetry.diagnosed(alarm, lines);
    return Response.of(round, lines);
  }

  private Map<String, Object> elsewhere(String why) {
    telemetry.ignored(why);
    return Response.elsewhere(why);
  }

  private Map<String, Object> told(Round round) {
    tell(round);
    return Response.of(round);
  }

  private void tell(Round round) {
    telemetry.tell(round);
    if (!round.isGood()) {
      throw new ComeAgain(round);
    }
  }

  private static Duration remaining(Context context) {
    return Duration.ofMillis(context.getRemainingTimeInMillis());
  }
}
