package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * So many more events that arrive whenever it pleases; some of those who hear them are killed.
 *
 * @param seed by which all is ordered: how long a call takes, and who goes on first
 */
record Crowd(int events, long seed) {
  private static final int EVENTS = 12;
  private static final Pattern WRITTEN = Pattern.compile("(.+)/crowd@([0-9]+)");

  /** A dozen events. */
  static Crowd of(long seed) {
    return new Crowd(EVENTS, seed);
  }

  /** A tale in a crowd, as {@link #in} writes it; empty where it is something else. */
  static Optional<Map.Entry<Tale, Crowd>> parse(String text) {
    return WRITTEN
        .matcher(text)
        .results()
        .findFirst()
        .map(found -> Map.entry(Tale.named(found.group(1)), of(Long.parseLong(found.group(2)))));
  }

  /** {@code nameLost/crowd@7}. */
  String in(Tale tale) {
    return tale + "/crowd@" + seed;
  }

  /** An invocation beside those of the tale. */
  record Another(Duration after, SimulatedInvocation invocation) {}

  /** Who comes within that time. */
  List<Another> within(Duration time) {
    var random = new Random(seed);
    return Stream.generate(
            () -> {
              var invocation = SimulatedInvocation.of(Deployment.FOR_AN_EVENT);
              return new Another(
                  Duration.ofMillis(random.nextLong(time.toMillis())),
                  random.nextInt(3) == 0
                      ? invocation.killedAtCall(1 + random.nextInt(20))
                      : invocation);
            })
        .limit(events)
        .toList();
  }
}
