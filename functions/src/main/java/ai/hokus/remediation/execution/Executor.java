package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Does what is permitted of a plan, tries everything, remembers everything. What adds comes first,
 * side by side, each followed until it ends or has been waited for long enough; what takes away
 * comes after, one by one, and is held once anything before it failed or did not end in time.
 */
public final class Executor implements Acting {
  private final Registry registry;
  private final Parallel parallel;
  private final InstantSource clock;

  public Executor(Registry registry, Parallel parallel, InstantSource clock) {
    this.registry = registry;
    this.parallel = parallel;
    this.clock = clock;
  }

  @Override
  public Execution execute(Look look, Permission permission, Instant deadline) {
    var attempt = new Attempt(registry, look, clock, deadline);
    var actions = permission.actions();
    var done = Execution.NOTHING;
    for (var addition :
        sideBySide(actions.stream().filter(a -> !a.isDestructive()).toList(), attempt)) {
      done = done.and(addition);
    }
    for (var removal : actions.stream().filter(Action.OnRegistry::isDestructive).toList()) {
      done =
          done.and(
              done.isUnfinished()
                  ? held(removal)
                  : attempt.withoutTurn(removal).orElseGet(() -> attempt.of(removal)));
    }
    for (var heldBack : permission.heldBack()) {
      done = done.and(Execution.of(new Outcome.Held(heldBack.action(), heldBack.why())));
    }
    return done;
  }

  /** Each asks for its turn when the one before has it: other services' come in between. */
  private List<Execution> sideBySide(List<Action.OnRegistry> additions, Attempt attempt) {
    var begun = new ArrayList<Future<Execution>>();
    for (var addition : additions) {
      begun.add(begin(addition, attempt));
    }
    return begun.stream().map(Parallel::await).toList();
  }

  private Future<Execution> begin(Action.OnRegistry addition, Attempt attempt) {
    return attempt
        .underway(addition)
        .map(sent -> parallel.begin(() -> attempt.takeUp(addition, sent)))
        .or(() -> attempt.withoutTurn(addition).map(CompletableFuture::completedFuture))
        .orElseGet(() -> parallel.begin(() -> attempt.of(addition)));
  }

  private static Execution held(Action removal) {
    return Execution.of(
        new Outcome.Held(removal, "nothing is taken away while something before it is unfinished"));
  }
}
