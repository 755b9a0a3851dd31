package ai.hokus.remediation.proof;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Between two minutes of a tale, when nobody is at work: enough to go on from there.
 *
 * @param minute the number of the one that comes
 * @param schedule what has befallen it so far
 * @param stage its state
 * @param alike the same for all moments from which all goes on alike at the same time
 * @param shown what belated reads would show
 * @param trace of all calls so far
 */
record Moment(
    int minute,
    Instant at,
    Schedule schedule,
    Object stage,
    Object alike,
    Map<String, Object> shown,
    UUID trace) {

  /** What is equal for moments from which all goes on alike. */
  record Key(Instant at, Object alike) {}

  Key key() {
    return new Key(at, alike);
  }
}
