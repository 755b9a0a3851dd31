package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import java.util.stream.Stream;

/**
 * What is on file without the reasons that people are told. By them the program decides nothing but
 * whether what was noted or failed once more is told once more.
 */
public final class WithoutReasons {
  private static final String REASON = ": ";

  private WithoutReasons() {}

  public static Dossier of(Dossier dossier) {
    return new Dossier(
        dossier.incident().map(WithoutReasons::of),
        dossier.entries(),
        dossier.returns(),
        dossier.findings(),
        dossier.closed(),
        dossier.estate());
  }

  private static Incident of(Incident incident) {
    return new Incident(
        incident.id(),
        incident.service(),
        incident.opened(),
        "",
        incident.endpoint(),
        incident.fallback(),
        incident.redeployments(),
        incident.timeline().stream().map(WithoutReasons::of).toList(),
        incident.told(),
        incident.closed(),
        incident.undone(),
        incident.registered());
  }

  /** What was done, or was not. */
  private static Moment of(Moment moment) {
    var what = moment.what();
    int reason = what.indexOf(REASON);
    var done = reason < 0 ? what : what.substring(0, reason);
    var not = Stream.of("; failed: ", "; held: ").filter(what::contains).findFirst().orElse("");
    return new Moment(moment.at(), done + not, moment.by());
  }
}
