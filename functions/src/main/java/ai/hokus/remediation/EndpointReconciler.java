package ai.hokus.remediation;

import ai.hokus.remediation.execution.EndpointMover;
import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Redeployer;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.observation.EndpointObserver;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.ConsumerPlanner;
import ai.hokus.remediation.plan.EndpointPermission;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.NameWatch;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Settlement;
import ai.hokus.remediation.ports.Journal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The second half of a pass: where consumers are told to find the service. It comes after the
 * registrations, for the name is repaired first; only the parameter is read beside them.
 */
public final class EndpointReconciler {
  private final EndpointObserver observer;
  private final Function<EndpointView, EndpointPlan> planner;
  private final EndpointMover mover;
  private final Redeployer redeployer;
  private final InstantSource clock;

  public EndpointReconciler(
      EndpointObserver observer,
      Function<EndpointView, EndpointPlan> planner,
      EndpointMover mover,
      Redeployer redeployer,
      InstantSource clock) {
    this.observer = observer;
    this.planner = planner;
    this.mover = mover;
    this.redeployer = redeployer;
    this.clock = clock;
  }

  /**
   * The parameter, being read.
   *
   * @param endpoint by which the pass goes; absent where the service has none
   */
  record Begun(
      Optional<EndpointParameter> endpoint, Future<Reading<Optional<Parameter>>> reading) {}

  /** What the first half of the pass saw and did. */
  record Seen(Observation seen, List<Remark> said, NameVerdict name, Execution execution) {}

  Begun begin(Look look) {
    var endpoint = endpoint(look);
    return new Begun(endpoint, observer.begin(endpoint));
  }

  /** A fallback goes on by what was configured when it began. */
  private static Optional<EndpointParameter> endpoint(Look look) {
    return look.dossier()
        .incident()
        .filter(incident -> incident.standing().isPresent())
        .flatMap(incident -> incident.endpoint())
        .or(() -> look.service().endpoint());
  }

  EndpointReport reconcile(
      Begun begun, Seen seen, Mandate mandate, Journal journal, TimeBudget budget) {
    return begun
        .endpoint()
        .map(endpoint -> reconcile(endpoint, begun, seen, mandate, journal, budget))
        .orElseGet(() ->
            EndpointReport.none(
                seen.seen().look().dossier(), NameWatch.keep(seen.seen(), seen.name())));
  }

  private EndpointReport reconcile(
      EndpointParameter endpoint,
      Begun begun,
      Seen seen,
      Mandate mandate,
      Journal journal,
      TimeBudget budget) {
    var look = seen.seen().look();
    var sight =
        observer.look(seen.seen(), endpoint, seen.name().isTroubled(), begun.reading(), budget);
    var view =
        new EndpointView(
            seen.seen(),
            endpoint,
            seen.name(),
            seen.execution().repair(seen.said(), look),
            seen.execution().lastSuccess(look.memory()),
            sight.parameter(),
            earlier(look, sight.parameter(), budget),
            sight.byAddress(),
            sight.alarms());
    var plan = planner.apply(view);
    var pass = new Pass(look, seen, mandate, journal, late(budget));
    pass.move(plan);
    pass.redeploy(budget);
    return pass.report(view.parameter(), plan);
  }

  /** What a put of ours may have gone over, where that is in question. */
  private Reading<List<Parameter>> earlier(
      Look look, Reading<Optional<Parameter>> parameter, TimeBudget budget) {
    var versions =
        look.dossier()
            .fallback()
            .flatMap(file -> parameter.value().map(now -> Settlement.inQuestion(file, now)))
            .orElse(Set.of());
    return versions.isEmpty()
        ? new Reading.Complete<>(List.of())
        : observer.earlier(parameter.value().orElseThrow(), versions, budget);
  }

  private Optional<String> late(TimeBudget budget) {
    return clock.instant().isBefore(budget.lastCall())
        ? Optional.empty()
        : Optional.of("no time was left; the next pass decides");
  }

  /** What becomes of one plan. */
  private final class Pass {
    private final Look look;
    private final Seen seen;
    private final Mandate mandate;
    private final Journal journal;
    private final Optional<String> late;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Remark> says = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private Dossier dossier;
    private Optional<Parameter> now = Optional.empty();

    Pass(Look look, Seen seen, Mandate mandate, Journal journal, Optional<String> late) {
      this.look = look;
      this.seen = seen;
      this.mandate = mandate;
      this.journal = journal;
      this.late = late;
      this.dossier = look.dossier();
    }

    void move(EndpointPlan plan) {
      says.addAll(plan.says());
      dossier = plan.file(dossier, look.at());
      plan.move()
          .ifPresent(move ->
              against(move)
                  .ifPresentOrElse(
                      why -> outcomes.add(new Outcome.Held(move, why)), () -> move(move, plan)));
    }

    private void move(Action.Move move, EndpointPlan plan) {
      var moved = mover.move(move, plan.standing(), plan.hold(), look, dossier, journal);
      outcomes.add(moved.outcome());
      dossier = moved.dossier();
      now = moved.now();
    }

    /** After the move, so that whoever starts from now on reads the new value. */
    void redeploy(TimeBudget budget) {
      for (var consumer : observer.consumers(look.service(), dossier)) {
        var audience = observer.audience(consumer, budget);
        if (audience instanceof Reading.Partial<?>(_, String why)) {
          unread.add(why);
        }
        dossier
            .incident()
            .flatMap(incident ->
                ConsumerPlanner.plan(
                    consumer, audience, look.service().settings().endpoint(), incident, look.at()))
            .ifPresent(step -> {
              switch (step) {
                case Remark remark -> says.add(remark);
                case Action.Redeploy asked -> redeploy(asked);
                case Action other -> throw new IllegalStateException("not planned: " + other);
              }
            });
      }
    }

    private void redeploy(Action.Redeploy asked) {
      var against = against(asked);
      if (against.isPresent()) {
        outcomes.add(new Outcome.Held(asked, against.get()));
        return;
      }
      var done = redeployer.redeploy(asked, notBeforeTheWrite(), dossier, journal);
      outcomes.add(done.outcome());
      dossier = done.dossier();
    }

    /** The put of this pass came after the pass began, and a deployment for it comes after that. */
    private Instant notBeforeTheWrite() {
      return dossier
          .incident()
          .flatMap(Incident::fallback)
          .flatMap(Fallback::lastWrite)
          .filter(look.at()::isBefore)
          .orElse(look.at());
    }

    private Optional<String> against(Action.OnEndpoint action) {
      var stopped = mandate.stop().filter(stop -> !isInSpiteOf(stop, action)).map(Stop::inWords);
      return EndpointPermission.against(
              mandate.policy(), stopped.or(() -> late), seen.said(), action)
          .or(mandate::onPaper);
    }

    private boolean isInSpiteOf(Stop stop, Action.OnEndpoint action) {
      return switch (stop) {
        case Stop.Paused _ -> EndpointPermission.isInSpiteOfAPause(look, action);
        case Stop.LedgerUnread _ -> false;
      };
    }

    EndpointReport report(Reading<Optional<Parameter>> read, EndpointPlan plan) {
      if (read instanceof Reading.Partial<?>(_, String why)) {
        unread.add(why);
      }
      return new EndpointReport(
          now.or(read::value),
          plan.row(),
          outcomes,
          says,
          unread,
          dossier,
          plan.hold(),
          plan.vigil());
    }
  }
}
