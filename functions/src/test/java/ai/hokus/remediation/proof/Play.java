package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One tale in a crowd, where calls take their time: a sweep every minute, an event after each
 * happening, and, once all has settled, two sweeps in which nothing may happen.
 */
final class Play {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration AFTER_A_HAPPENING = Duration.ofSeconds(1);
  private static final Duration LONGEST_CALL = Duration.ofMillis(100);

  private final Tale tale;
  private final UnaryOperator<Hands> broken;
  private Optional<Story> story = Optional.empty();

  /**
   * Of the program as it is, or of a broken one.
   *
   * @param broken how it uses what it has of the world
   */
  Play(Tale tale, UnaryOperator<Hands> broken) {
    this.tale = tale;
    this.broken = broken;
  }

  /**
   * What became of it.
   *
   * @param trace of the calls to the world, in their order
   */
  record Played(List<Breach> breaches, UUID trace) {}

  /** From now on somebody writes down what happens: in each minute, what did since its middle. */
  Play told(Story by) {
    story = Optional.of(by);
    return this;
  }

  Played in(Crowd crowd) {
    var stage =
        new Stage(
            world -> new Interleaving(world, crowd.seed(), LONGEST_CALL).inTurn(), Books.In.MEMORY);
    var interleaving = stage.interleaving();
    tale.before().accept(stage);
    var judge = new Judge(stage);
    var trace = new Trace();
    var witness = trace.and(judge);
    interleaving.before(story.<Witness>map(witness::and).orElse(witness));
    var atRest = new AtRest(stage, judge);
    var watched = new Watched(stage, judge);
    var deployment = watched.deployment(broken).inWarmEnvironments();
    for (var happening : tale.happenings()) {
      interleaving.happens(
          happening.after(), happening.what(), () -> happening.change().accept(stage));
      happening
          .asked()
          .ifPresent(asked ->
              deployment.asks(
                  happening.after(),
                  () -> asked.apply(stage),
                  SimulatedInvocation.of(Deployment.FOR_A_PERSON)));
      deployment.rings(
          happening.after().plus(AFTER_A_HAPPENING),
          SimulatedInvocation.of(Deployment.FOR_AN_EVENT));
    }
    for (var at = Duration.ZERO; at.compareTo(tale.lasting()) < 0; at = at.plus(A_MINUTE)) {
      deployment.sweeps(at, SimulatedInvocation.of(Deployment.FOR_A_SWEEP));
      int minute = (int) at.toMinutes();
      interleaving.happens(
          at.plus(A_MINUTE.dividedBy(2)),
          "",
          () -> {
            stage.settles();
            atRest.now();
            story.ifPresent(each -> each.minute(minute, List.of()));
          });
      deployment.delivers(
          at.plus(A_MINUTE.dividedBy(2)),
          stage.books()::waiting,
          SimulatedInvocation.of(Deployment.FOR_A_DELIVERY));
    }
    crowd
        .within(tale.lasting().minusMinutes(tale.settling()))
        .forEach(other -> deployment.rings(other.after(), other.invocation()));
    deployment.run();
    atRest.end(tale);
    int before = judge.writes();
    watched.deployment(broken).sweeps(A_MINUTE).sweeps(A_MINUTE.multipliedBy(2)).run();
    atRest.rested(judge.writes() == before);
    return new Played(judge.breaches(), trace.after(new UUID(0, 0)));
  }
}
