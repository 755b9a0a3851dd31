package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.BY_NAME;
import static ai.hokus.remediation.incidents.Came.PARAMETER;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What is on file about the sample's service. */
final class OnFile {
  static final Snapshot BEFORE =
      Snapshot.of(
          new Parameter(PARAMETER, Parameter.Type.STRING, BY_NAME, 3), Snapshot.Kept.NOTHING);

  private OnFile() {}

  /** Opened ten minutes before noon since the name failed, and told. */
  static Incident incident(String... moments) {
    var opened = NOON.minusSeconds(600);
    var incident =
        Incident.open(MLFLOW, opened, "its name has been failing since 2025-08-01T11:49:00Z: why")
            .told(1);
    for (var what : moments) {
      incident = incident.noting(new Moment(opened, what, Optional.empty()));
    }
    return incident;
  }

  static Dossier of(Incident incident) {
    return Dossier.EMPTY.with(incident);
  }

  static Dossier finding(String row, Instant since, Instant told, int messages) {
    return Dossier.EMPTY.finding(Map.of(row, new Finding(since, told, told, messages)));
  }

  /** Written at {@code at}, entered ten minutes before noon. */
  static Fallback fallback(Position position, Instant at) {
    return new Fallback(
        BEFORE, NOON.minusSeconds(600), position, Optional.of(written(at)), Optional.empty());
  }

  static Written written(Instant at) {
    return new Written(new EndpointValue("http://10.0.0.1:5000"), 4, at);
  }

  static Position pinned(Ipv4 address) {
    return new Position.Pinned(A, address, NOON.plusSeconds(1800));
  }

  static Action.Move move(Ipv4 to, Position then, Situation situation) {
    return move(Parameter.Type.STRING, to, then, situation);
  }

  static Action.Move move(Parameter.Type type, Ipv4 to, Position then, Situation situation) {
    return new Action.Move(
        new Parameter(PARAMETER, type, BY_NAME, 3),
        new Action.Target.Value(new EndpointValue(BY_NAME).at(to)),
        then,
        situation,
        "the name is broken");
  }

  /** Back to what was there before. */
  static Action.Move back(Situation situation) {
    return new Action.Move(
        parameter(),
        new Action.Target.Before(BEFORE),
        new Position.Left(NOON),
        situation,
        "the name has been good for ten minutes");
  }

  /** As it is in mid-fallback. */
  static Parameter parameter() {
    return new Parameter(PARAMETER, Parameter.Type.STRING, "http://10.0.0.1:5000", 5);
  }

  static Redeployment redeployment(Instant asked) {
    return new Redeployment(Came.CONSUMER, asked, Optional.of("ecs-svc/1"));
  }
}
