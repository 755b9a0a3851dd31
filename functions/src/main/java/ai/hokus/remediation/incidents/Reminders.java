package ai.hokus.remediation.incidents;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a fallback that lives on is remembered aloud: after an hour, six hours, and daily. */
final class Reminders {
  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofHours(6);
  static final Duration DAILY = Duration.ofDays(1);

  private Reminders() {}

  /** The last time at which one was due; empty before the first. */
  static Optional<Instant> due(Instant entered, Instant now) {
    long days = Math.max(1, Duration.between(entered, now).dividedBy(DAILY));
    return Stream.of(FIRST, SECOND, DAILY.multipliedBy(days))
        .map(entered::plus)
        .filter(due -> !due.isAfter(now))
        .max(naturalOrder());
  }
}
