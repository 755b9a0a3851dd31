package ai.hokus.remediation.handlers;

import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Looks at the first guarded services before SnapStart takes its snapshot, writing nothing: what a
 * first event would have to load, connect and compile is then in the snapshot.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda
 *     SnapStart runtime hooks</a>
 */
final class Priming implements Resource {
  /** The first loads classes, the others let the compiler see what is hot. */
  private static final int TIMES = 20;

  /** As long as an event's invocation: a look may hang in each of its calls. */
  private static final Duration FOR_ONE = Duration.ofSeconds(30);

  /** Lambda gives an initialization two minutes: one look after these may still hang in theirs. */
  private static final Duration FOR_ALL = Duration.ofSeconds(30);

  /** The runtime remembers resources only weakly, so something else has to keep them. */
  private static final List<Priming> KEPT = new CopyOnWriteArrayList<>();

  private final Rounds rounds;
  private final Telemetry telemetry;
  private final InstantSource clock;

  Priming(Rounds rounds, Telemetry telemetry, InstantSource clock) {
    this.rounds = rounds;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** From now on a snapshot is primed; without SnapStart nothing ever comes of it. */
  static void arrange(Rounds rounds, Telemetry telemetry, InstantSource clock) {
    var priming = new Priming(rounds, telemetry, clock);
    KEPT.add(priming);
    Core.getGlobalContext().register(priming);
  }

  /** A stack may be deployed before its configuration is: then there is nothing to prime with. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    var end = clock.instant().plus(FOR_ALL);
    try {
      var first = rounds.observe(FOR_ONE);
      telemetry.tell(first);
      boolean good = first.isGood();
      // A version that could not be published would be worse than one that starts slowly: no more
      // looks where AWS does not answer, or takes its time.
      for (int times = 1; times < TIMES && good && clock.instant().isBefore(end); times++) {
        good = rounds.observe(FOR_ONE).isGood();
      }
    } catch (RuntimeException e) {
      telemetry.notPrimed(e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients notice their closed connections by themselves; what is guarded may have changed in
    // the months since.
    rounds.learn();
  }
}
