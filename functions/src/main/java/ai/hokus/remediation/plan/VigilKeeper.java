package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Vigil;
import java.time.Instant;
import java.util.Optional;

/**
 * What this pass adds to what earlier ones saw of the name, and of who the endpoint is pinned to.
 *
 * <pre>
 * the name is    | trouble | good | since
 * ---------------+---------+------+------------------------------------------------------------
 * good           | ends    | goes on | it is counted
 * broken, half   | goes on | ends |
 * settling       | stays   | ends | who asks now finds nobody, but somebody has mended it
 * unknown        | stays   | stays | nobody could tell
 * not applicable | ends    | ends | nobody is wanted: when somebody is, all begins anew
 * </pre>
 */
final class VigilKeeper {
  /** So many passes have to see a name good before the endpoint returns to it. */
  static final int ENOUGH = 8;

  private VigilKeeper() {}

  /**
   * The vigil after this pass.
   *
   * @param file what is on file of a fallback, settled where it could be
   */
  static Vigil keep(EndpointView view, Optional<Fallback> file) {
    var named = named(view, view.seen().memory().vigil());
    return file.filter(each -> each.position() instanceof Position.Pinned)
        .map(each -> PinnedTask.keep(view, each, (Position.Pinned) each.position(), named))
        .orElseGet(() -> named.ofPin(Optional.empty(), Optional.empty()));
  }

  private static Vigil named(EndpointView view, Vigil before) {
    var at = view.at();
    var trouble = before.troubledSince();
    return switch (new ToldName(view).state()) {
      case GOOD ->
          before.ofName(
              Optional.empty(),
              orNow(before.goodSince(), at),
              Math.min(before.goodPasses() + 1, ENOUGH),
              Optional.empty());
      case BROKEN, HALF ->
          before.ofName(orNow(trouble, at), Optional.empty(), 0, unseenZone(view, before));
      case SETTLING -> before.ofName(trouble, Optional.empty(), 0, Optional.empty());
      case UNKNOWN ->
          before.ofName(trouble, before.goodSince(), before.goodPasses(), unseenZone(view, before));
      case NOT_APPLICABLE -> before.ofName(Optional.empty(), Optional.empty(), 0, Optional.empty());
    };
  }

  /** Only what could tell ends it: a resolver that fails says nothing about zones. */
  private static Optional<Instant> unseenZone(EndpointView view, Vigil before) {
    return switch (view.name().row()) {
      case ZONE_NOT_SEEN -> orNow(before.zoneUnseenSince(), view.at());
      case BLIND -> before.zoneUnseenSince();
      case ASLEEP, EMPTIED, SETTLING, NO_RECORD, GOOD, HALF, ONLY_BY_ADDRESS, REJECTED_BOTH ->
          Optional.empty();
    };
  }

  private static Optional<Instant> orNow(Optional<Instant> since, Instant at) {
    return since.or(() -> Optional.of(at));
  }
}
