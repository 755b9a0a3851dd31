package ai.hokus.remediation;

import static java.util.stream.Collectors.joining;

import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.NameJudge;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The emergency exit, tried: what a person's {@code fallback} and forced {@code restore} do to a
 * service's endpoint, done by the same planner, mover and journal to a parameter that nobody reads,
 * the shadow. It has a lease and a dossier of its own, so one that was killed is ended by the next.
 *
 * <pre>
 * step                                              | fails where
 * --------------------------------------------------+-----------------------------------------
 * what a killed one left behind is put back         | it cannot be
 * the service's tasks are looked at, as in a pass   |
 * the shadow is moved to the best that answers      | nobody does; it cannot be read, written
 *                                                   | down, put or read back
 * what it holds then is asked as a consumer would   | that is not ok
 * what it held before is put back, and read         | it cannot be, or is not the same
 * </pre>
 */
public final class Rehearsal {
  /** What its lease is on: no guarded service can have that name. */
  static final String STAGE = "(rehearsal)";

  private static final Mandate MANDATE =
      new Mandate(Policy.REPAIR, Policy.REPAIR, Optional.empty());

  private final Ledger ledger;
  private final Observer observer;
  private final EndpointReconciler endpoints;
  private final Prober prober;
  private final InstantSource clock;
  private final Guard guard;
  private final Policy most;
  private final String shadow;

  /**
   * Those of this deployment.
   *
   * @param most that any service's own policy may do
   * @param shadow the parameter that nobody reads
   */
  public Rehearsal(
      Ledger ledger,
      Observer observer,
      EndpointReconciler endpoints,
      Prober prober,
      InstantSource clock,
      Guard guard,
      Policy most,
      String shadow) {
    this.ledger = ledger;
    this.observer = observer;
    this.endpoints = endpoints;
    this.prober = prober;
    this.clock = clock;
    this.guard = guard;
    this.most = most;
    this.shadow = shadow;
  }

  /** How one ended. */
  public sealed interface Ending {

    /**
     * It was played.
     *
     * @param failure why it failed; empty where it did not
     */
    record Played(Optional<String> failure) implements Ending {}

    /** It did not begin, and says nothing of whether the exit opens. */
    record Postponed(String why) implements Ending {}
  }

  Ending of(GuardedService service, TimeBudget budget) {
    if (service.policy().stricter(most) == Policy.OBSERVE) {
      return new Ending.Postponed("policy observe: nothing is written");
    }
    var endpoint = service.endpoint();
    if (endpoint.isEmpty()) {
      return new Ending.Postponed("the service has no endpoint");
    }
    try {
      var latest = budget.lastCallForATurn(clock.instant());
      var paused = ledger.onFile(service.name()).holds().inForce(Hold.Kind.PAUSE, clock.instant());
      if (paused.isPresent()) {
        return new Ending.Postponed(paused.get().inWords());
      }
      return switch (ledger.take(STAGE, budget.leaseEnds(), latest)) {
        case Turn.Busy _ -> new Ending.Postponed("another rehearsal is at it");
        case Turn.Taken(var lease) ->
            under(lease, onStage(service, endpoint.get().byName()), budget);
      };
    } catch (Unavailable why) {
      return new Ending.Postponed(String.valueOf(why.getMessage()));
    }
  }

  private Ending under(Lease lease, GuardedService service, TimeBudget budget) {
    try {
      return lease
          .holds()
          .inForce(Hold.Kind.PAUSE, clock.instant())
          .<Ending>map(hold -> new Ending.Postponed(hold.inWords()))
          .orElseGet(() -> new Ending.Played(new Play(lease, service, budget).failure()));
    } finally {
      giveBack(lease);
    }
  }

  private void giveBack(Lease lease) {
    try {
      ledger.leave(lease, Memory.NONE);
    } catch (Unavailable itEndsByItself) {
      // How the rehearsal went is known all the same.
    }
  }

  /** The same service, whose endpoint is the shadow: nobody reads it, and no alarm is about it. */
  private GuardedService onStage(GuardedService service, String byName) {
    return new GuardedService(
        service.name(),
        service.policy(),
        service.ecsService(),
        service.port(),
        service.cloudMap(),
        service.probe(),
        service.within(),
        service.settings(),
        Optional.of(new EndpointParameter(shadow, byName)),
        List.of(),
        Set.of(),
        EnterFallback.NEVER);
  }

  /** One rehearsal under its lease. */
  private final class Play {
    private final Lease lease;
    private final GuardedService service;
    private final TimeBudget budget;
    private final Observation seen;

    Play(Lease lease, GuardedService service, TimeBudget budget) {
      this.lease = lease;
      this.service = service;
      this.budget = budget;
      this.seen = observer.observe(look(lease.dossier(), Holds.NONE), budget);
    }

    Optional<String> failure() {
      var before = lease.dossier();
      if (before.fallback().isPresent()) {
        var left = pass(before, Hold.Kind.RESTORE);
        if (left.dossier().fallback().isPresent()) {
          return Optional.of("what an earlier one left behind was not put back: " + why(left));
        }
        before = left.dossier();
      }
      var entered = pass(before, Hold.Kind.FALLBACK);
      if (!isDone(entered)) {
        return Optional.of(why(entered));
      }
      var refused = entered.parameter().flatMap(this::refused);
      var left = pass(entered.dossier(), Hold.Kind.RESTORE);
      return refused.or(() -> notPutBack(entered, left)).or(this::notFiled);
    }

    /** Why a consumer would get no answer by what the parameter holds now. */
    private Optional<String> refused(Parameter now) {
      var value = now.endpoint();
      return value
          .address()
          .map(address -> {
            var question =
                new Question(
                    service.probe().byAddress(value, service.port()),
                    service.port(),
                    service.within(),
                    Map.of(address, Duration.ZERO),
                    Optional.empty());
            return budget.allowsAQuestion(clock.instant())
                ? prober.ask(question).of(address)
                : new Verdict.Unasked("no time was left to ask");
          })
          .filter(verdict -> !(verdict instanceof Verdict.Ok))
          .map(verdict -> "asked by " + now.shown() + ", it " + verdict.inWords());
    }

    private Optional<String> notPutBack(EndpointReport entered, EndpointReport left) {
      if (!isDone(left)) {
        return Optional.of("it was not put back: " + why(left));
      }
      var before = entered.dossier().fallback().map(Fallback::before);
      boolean isSame =
          left.parameter()
              .filter(now -> before.filter(kept -> kept.hasValueOf(now)).isPresent())
              .isPresent();
      // What was an address itself comes back as the name.
      boolean isByName =
          left.parameter().map(Parameter::endpoint).filter(this::isByName).isPresent();
      return isSame || isByName
          ? Optional.empty()
          : Optional.of("it does not hold again what it held before");
    }

    private boolean isByName(EndpointValue value) {
      return service
          .endpoint()
          .filter(endpoint -> endpoint.byName().equals(value.text()))
          .isPresent();
    }

    /** The next one begins with an empty dossier. */
    private Optional<String> notFiled() {
      try {
        ledger.file(lease, Entry.of(Dossier.EMPTY));
        return Optional.empty();
      } catch (Unavailable why) {
        return Optional.of("its end could not be written down: " + why.getMessage());
      }
    }

    private EndpointReport pass(Dossier dossier, Hold.Kind asked) {
      var forced = new Hold(asked, Optional.empty(), "a rehearsal", "", true);
      var look = look(dossier, new Holds(List.of(forced)));
      var now =
          new Observation(
              look, seen.ecs(), seen.tasks(), seen.listing(), seen.dangling(), seen.answer());
      return endpoints.reconcile(
          endpoints.begin(look),
          new EndpointReconciler.Seen(
              now, List.of(), new NameJudge(now).before(), Execution.NOTHING),
          MANDATE,
          entry -> ledger.file(lease, entry),
          budget);
    }

    private Look look(Dossier dossier, Holds holds) {
      return new Look(service, guard, Memory.NONE, holds, dossier, clock.instant());
    }
  }

  private static boolean isDone(EndpointReport report) {
    return report.outcomes().size() == 1 && report.outcomes().getFirst() instanceof Outcome.Done;
  }

  private static String why(EndpointReport report) {
    var why =
        Stream.of(
                report.outcomes().stream()
                    .filter(outcome -> !(outcome instanceof Outcome.Done))
                    .map(Outcome::inWords),
                report.unread().stream(),
                report.says().stream().map(Remark::because))
            .flatMap(each -> each)
            .collect(joining("; "));
    return why.isEmpty() ? "nothing was done" : why;
  }
}
