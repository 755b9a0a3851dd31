package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a pass sees of an endpoint, and what is behind it: the parameter with all its versions. Does
 * what a plan says as the program does it: writes down, puts, reads back, settles.
 *
 * @param versions the oldest first, without a gap; empty where there is no parameter
 * @param isHistoryRead whether earlier versions can be read
 */
public record EndpointWorld(EndpointView view, List<Parameter> versions, boolean isHistoryRead) {
  public EndpointWorld {
    versions = List.copyOf(versions);
    view = reading(view, versions, isHistoryRead);
  }

  public Dossier dossier() {
    return view.seen().look().dossier();
  }

  /** What it held then. */
  public String value(long version) {
    return versions.stream()
        .filter(each -> each.version() == version)
        .map(Parameter::value)
        .findFirst()
        .orElseThrow();
  }

  public EndpointWorld but(UnaryOperator<Altered> change) {
    return new EndpointWorld(change.apply(new Altered(view)).view(), versions, isHistoryRead);
  }

  public EndpointWorld withoutParameter() {
    return new EndpointWorld(view, List.of(), isHistoryRead);
  }

  /** The parameter is there, and cannot be read. */
  public EndpointWorld unread() {
    return but(view ->
        view.parameter(new Reading.Partial<>(Optional.empty(), "GetParameter was throttled")));
  }

  /** The parameter and its history can be read. */
  public EndpointWorld read() {
    var read = new Altered(view).parameter(new Reading.Complete<>(Optional.empty())).view();
    return new EndpointWorld(read, versions, true);
  }

  /** All of {@code plan} was done. */
  public EndpointWorld after(EndpointPlan plan) {
    var filed = killedBeforeThePut(plan);
    return plan.move().map(move -> filed.put(move).settled()).orElse(filed);
  }

  /** It was written down, and no more. */
  public EndpointWorld killedBeforeThePut(EndpointPlan plan) {
    var holds = view.seen().look().holds().and(new Holds(plan.hold().stream().toList()));
    return but(now -> now.vigil(plan.vigil()).holds(holds).dossier(dossier(plan)));
  }

  /** It was written down and put, and nobody heard. */
  public EndpointWorld killedAfterThePut(EndpointPlan plan) {
    var filed = killedBeforeThePut(plan);
    return plan.move().map(filed::put).orElse(filed);
  }

  public EndpointWorld later(Duration by) {
    return but(now -> now.at(view.at().plus(by)));
  }

  private Dossier dossier(EndpointPlan plan) {
    var counted = plan.isReturn() ? dossier().returned(view.at()) : dossier();
    var entered =
        plan.move().filter(Action.Move::isEntry).isPresent()
            ? counted.entering(view.at())
            : counted;
    return file(plan).map(fallback -> entered.with(incident().with(fallback))).orElse(entered);
  }

  private Incident incident() {
    return dossier()
        .incident()
        .orElseGet(() -> Incident.open(view.seen().service(), view.at(), "the endpoint moves"));
  }

  private Optional<Fallback> file(EndpointPlan plan) {
    var settled = plan.settled().map(file -> plan.position().map(file::at).orElse(file));
    return plan.move().map(move -> attempting(plan, move)).or(() -> settled);
  }

  private Fallback attempting(EndpointPlan plan, Action.Move move) {
    var put = move.underway(view.at());
    return plan.standing()
        .map(file -> file.attempting(put))
        .orElseGet(() -> Fallback.begin(Snapshot.of(move.read(), Snapshot.Kept.NOTHING), put));
  }

  private EndpointWorld put(Action.Move move) {
    var value =
        switch (move.to()) {
          case Action.Target.Value(var written) -> written.text();
          case Action.Target.Before(var before) -> value(before.version());
          case Action.Target.Others(long version) -> value(version);
        };
    var put =
        new Parameter(
            move.read().name(), move.read().type(), value, versions.getLast().version() + 1);
    return new EndpointWorld(
        view, Stream.concat(versions.stream(), Stream.of(put)).toList(), isHistoryRead);
  }

  private EndpointWorld settled() {
    var file = dossier().fallback().orElseThrow();
    var now = Optional.of(versions.getLast());
    return switch (Settlement.of(file, now, view.earlier(), view.at())) {
      case Settlement.Settled(var fallback) ->
          but(view -> view.dossier(dossier().with(incident().with(fallback))));
      case Settlement.Unsettled _ -> this;
    };
  }

  /** What a pass reads before it decides: the parameter, and what is in question of its history. */
  private static EndpointView reading(
      EndpointView view, List<Parameter> versions, boolean isHistoryRead) {
    if (view.parameter() instanceof Reading.Partial<?>) {
      return view;
    }
    var now = versions.isEmpty() ? Optional.<Parameter>empty() : Optional.of(versions.getLast());
    var file = view.seen().look().dossier().fallback();
    var asked =
        now.flatMap(each -> file.map(one -> Settlement.inQuestion(one, each))).orElse(Set.of());
    var found = versions.stream().filter(each -> asked.contains(each.version())).toList();
    return new Altered(view)
        .parameter(new Reading.Complete<>(now))
        .earlier(
            isHistoryRead || asked.isEmpty()
                ? new Reading.Complete<>(found)
                : new Reading.Partial<>(List.of(), "GetParameterHistory was throttled"))
        .view();
  }
}
