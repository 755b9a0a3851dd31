package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One tale under one fate: a sweep every minute, an event after each happening, and, once all has
 * settled, two sweeps in which nothing may happen.
 */
final class Play {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Kept quiet in the end: what was begun has its time, and two sweeps after it. */
  static final Duration TO_SETTLE = Duration.ofMinutes(18);

  private static final Duration AFTER_A_HAPPENING = Duration.ofSeconds(1);
  private static final Duration LONGEST_CALL = Duration.ofMillis(100);

  private final Tale tale;
  private final UnaryOperator<Hands> broken;

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
   * @param trace the calls to the world, in their order
   * @param calls how many each invocation made
   */
  record Played(List<Breach> breaches, String trace, List<Integer> calls) {}

  Played under(Fate fate) {
    var stage = new Stage();
    tale.before().accept(stage);
    var interleaving = new Interleaving(stage.world(), fate.seed(), LONGEST_CALL);
    var judge = new Judge(stage, interleaving);
    var deployment = over(stage, judge, interleaving);
    var invocations = new ArrayList<SimulatedInvocation>();
    for (var happening : tale.happenings()) {
      interleaving.invoke(
          happening.after(),
          SimulatedInvocation.of(A_MINUTE),
          () -> happening.change().accept(stage));
      deployment.rings(
          happening.after().plus(AFTER_A_HAPPENING),
          next(invocations, fate, Deployment.FOR_AN_EVENT));
    }
    for (var at = Duration.ZERO; at.compareTo(tale.lasting()) < 0; at = at.plus(A_MINUTE)) {
      deployment.sweeps(at, next(invocations, fate, Deployment.FOR_A_SWEEP));
      interleaving.invoke(
          at.plus(A_MINUTE.dividedBy(2)), SimulatedInvocation.of(A_MINUTE), stage::settles);
    }
    fate.crowd(tale.lasting().minus(TO_SETTLE))
        .forEach(other -> deployment.rings(other.after(), other.invocation()));
    deployment.run();
    judge.end(tale);
    restsAfter(stage, judge, interleaving);
    return new Played(
        judge.breaches(),
        judge.trace(),
        invocations.stream().map(SimulatedInvocation::calls).toList());
  }

  private void restsAfter(Stage stage, Judge judge, Interleaving interleaving) {
    int before = judge.writes();
    over(stage, judge, interleaving).sweeps(A_MINUTE).sweeps(A_MINUTE.multipliedBy(2)).run();
    judge.rested(judge.writes() == before);
  }

  private Deployment over(Stage stage, Judge judge, Interleaving interleaving) {
    var hands = broken.apply(judge.hands());
    return Deployment.over(stage.world(), hands.ledger(), interleaving)
        .asking(hands.prober())
        .reading(hands.catalog())
        .writingTo(hands.registry())
        .moving(
            SampleConfiguration.moving("repair", "onAlarm", "envAtStart"),
            hands.store(),
            stage.alarms(),
            hands.consumers());
  }

  private static SimulatedInvocation next(
      List<SimulatedInvocation> invocations, Fate fate, Duration timeout) {
    var next = fate.befalls(invocations.size(), SimulatedInvocation.of(timeout));
    invocations.add(next);
    return next;
  }
}
