package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody waits or says so. */
final class MovableClock implements InstantSource, Sleeper {
  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    waits.add(duration);
    pass(duration);
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** How long was waited, each time. */
  List<Duration> waits() {
    return List.copyOf(waits);
  }
}
