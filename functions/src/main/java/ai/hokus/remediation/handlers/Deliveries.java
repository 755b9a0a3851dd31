package ai.hokus.remediation.handlers;

import ai.hokus.remediation.delivery.Courier;
import ai.hokus.remediation.doorbell.OutboxBell;
import ai.hokus.remediation.doorbell.OutboxBell.Ring;
import ai.hokus.remediation.doorbell.StreamReader;
import ai.hokus.remediation.telemetry.ChatTelemetry;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.view.BatchResponse;
import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happens around deliveries: the records before them, the telling and the answer after. */
final class Deliveries {
  /** Kept back for log lines, metrics and the answer. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(2);

  private final Courier courier;
  private final Telemetry telemetry;
  private final ChatTelemetry chat;
  private final InstantSource clock;

  Deliveries(Courier courier, Telemetry telemetry, ChatTelemetry chat, InstantSource clock) {
    this.courier = courier;
    this.telemetry = telemetry;
    this.chat = chat;
    this.clock = clock;
  }

  Map<String, Object> answer(byte[] event, Context context) {
    var until = clock.instant().plusMillis(context.getRemainingTimeInMillis()).minus(TO_ANSWER);
    return telemetry.during(
        context,
        () ->
            switch (StreamReader.read(event)) {
              case OutboxBell.Rings(var rings) -> deliver(rings, until);
              case OutboxBell.Malformed(var field) -> {
                telemetry.ignored("malformed: " + field.field());
                yield Response.malformed(field);
              }
            });
  }

  /**
   * Each box once, however many records are about it: they are all older than its reading. All of
   * them, also after one that failed: a thread waits for no other.
   */
  private Map<String, Object> deliver(List<Ring> rings, Instant until) {
    var first = new LinkedHashMap<String, String>();
    rings.forEach(ring -> first.putIfAbsent(ring.thread(), ring.sequenceNumber()));
    var failed =
        first.entrySet().stream()
            .filter(record -> isUnfinished(record.getKey(), until))
            .map(Map.Entry::getValue)
            .toList();
    return BatchResponse.of(failed.stream().findFirst());
  }

  private boolean isUnfinished(String thread, Instant until) {
    var delivered = courier.deliver(thread, until);
    chat.tell(delivered);
    return delivered.isUnfinished();
  }
}
