package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Vigil;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pass adds to what earlier ones saw of the name of a service that has no endpoint: only
 * since when it has been failing, which an incident is about. How long it has been good matters to
 * an endpoint that may return to it; with one, the whole {@link VigilKeeper} keeps the vigil.
 *
 * <pre>
 * the name is          | trouble
 * ---------------------+---------------------------------------------------------------
 * good, not applicable | ends
 * broken, half         | goes on, or begins
 * settling             | goes on: who asks now finds nobody, but somebody has mended it
 * unknown              | goes on: nobody could tell
 * </pre>
 */
public final class NameWatch {
  private NameWatch() {}

  /**
   * The vigil after this pass.
   *
   * @param seen with what earlier passes saw
   * @param name as it was at the end of this pass
   */
  public static Vigil keep(Observation seen, NameVerdict name) {
    var before = seen.memory().vigil().troubledSince();
    return switch (name.state()) {
      case GOOD, NOT_APPLICABLE -> since(Optional.empty());
      case BROKEN, HALF -> since(before.or(() -> Optional.of(seen.at())));
      case SETTLING, UNKNOWN -> since(before);
    };
  }

  private static Vigil since(Optional<Instant> troubled) {
    return Vigil.NONE.ofName(troubled, Optional.empty(), 0, Optional.empty());
  }
}
