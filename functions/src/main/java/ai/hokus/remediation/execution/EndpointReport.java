package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.util.List;
import java.util.Optional;

/**
 * What a pass saw and did about the endpoint of a guarded service.
 *
 * @param parameter as it was at the end of the pass; absent where there is none, or none was read
 * @param row of the design's tables that decided; absent where there was nothing to decide
 * @param outcomes of the put and of the redeployments that were planned
 * @param says what people should know
 * @param unread what could not be read, one line each; nothing was decided on the strength of it
 * @param dossier as it is after what was done
 * @param hold that the program asks for, until a person resumes
 * @param vigil what later passes have to know
 */
public record EndpointReport(
    Optional<Parameter> parameter,
    Optional<Situation> row,
    List<Outcome> outcomes,
    List<Remark> says,
    List<String> unread,
    Dossier dossier,
    Optional<Hold> hold,
    Vigil vigil) {
  public EndpointReport {
    outcomes = List.copyOf(outcomes);
    says = List.copyOf(says);
    unread = List.copyOf(unread);
  }

  /** Of a service that has no endpoint. */
  public static EndpointReport none(Dossier dossier, Vigil vigil) {
    return new EndpointReport(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        dossier,
        Optional.empty(),
        vigil);
  }

  /** The same, of which nothing has to be known. */
  public static EndpointReport none(Dossier dossier) {
    return none(dossier, Vigil.NONE);
  }
}
