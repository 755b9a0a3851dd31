package ai.hokus.remediation.rollback;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Ledger.OnFile;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Archive.Found.Undoable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The holds that requests become. */
public final class Drafts {
  private final ConfigurationSource source;

  public Drafts(ConfigurationSource source) {
    this.source = source;
  }

  /**
   * What would stand in the ledger.
   *
   * @param inWords what is asked for
   * @param holding what would be on file of a service
   */
  public record Draft(String inWords, UnaryOperator<OnFile> holding) {
    private static Draft of(Hold hold) {
      return new Draft(hold.inWords(), file -> file.holding(file.holds().with(hold)));
    }
  }

  public Draft draft(Request.Pause asked, String request, Instant now) {
    var hold = of(asked, request, now);
    return asked.service().isPresent()
        ? Draft.of(hold)
        : new Draft(hold.inWords(), file -> file.holdingEvery(file.onEvery().with(hold)));
  }

  public Draft draft(Request.Ask asked, String request, Instant now) {
    return Draft.of(of(asked, request, now));
  }

  public Draft draft(Request.Undo asked, Undoable found, String request, Instant now) {
    var standing = found.file().holds().inForce(Hold.Kind.UNDO, now);
    return Draft.of(of(asked, found.incident(), standing, request, now));
  }

  /** To resume every service takes the holds of each away, too. */
  public Draft draft(Request.Resume asked) {
    UnaryOperator<OnFile> resumed = file -> file.holding(Holds.NONE);
    return new Draft(
        "nothing held any more",
        asked.service().isPresent()
            ? resumed
            : file -> resumed.apply(file).holdingEvery(Holds.NONE));
  }

  static Hold of(Request.Pause asked, String request, Instant now) {
    return hold(Hold.Kind.PAUSE, asked.lasting(), asked.word(), false, request, now);
  }

  Hold of(Request.Ask asked, String request, Instant now) {
    return hold(asked.kind(), lasting(asked), asked.word(), asked.force(), request, now);
  }

  /** Beside what is undone already, as there is one hold of a kind. */
  static Hold of(
      Request.Undo asked, Incident found, Optional<Hold> standing, String request, Instant now) {
    var others = standing.filter(hold -> !hold.isOver(now)).map(Hold::undoes).orElse(List.of());
    var all =
        Stream.concat(
            others.stream().filter(undone -> !undone.incident().equals(asked.incident())),
            Stream.of(Reversal.of(found)));
    return hold(Hold.Kind.UNDO, Optional.empty(), asked.word(), asked.force(), request, now)
        .undoing(all.toList());
  }

  /** What was withdrawn stays so until a person says otherwise; the rest has its usual time. */
  private Optional<Duration> lasting(Request.Ask asked) {
    return asked.kind() == Hold.Kind.RELEASE
        ? asked.lasting()
        : asked.lasting().or(() -> Optional.of(holdFor(asked.about())));
  }

  /** As configured; as usual where the configuration cannot be read. */
  private Duration holdFor(String service) {
    try {
      return ConfigurationReader.read(source.documents()).services().stream()
          .filter(guarded -> guarded.name().equals(service))
          .map(GuardedService::settings)
          .map(settings -> settings.endpoint())
          .findFirst()
          .orElse(EndpointSettings.DEFAULTS)
          .holdFor();
    } catch (Unavailable | ConfigurationMistakes unread) {
      return EndpointSettings.DEFAULTS.holdFor();
    }
  }

  /** People read its end, and nobody means a part of a second. */
  private static Hold hold(
      Hold.Kind kind,
      Optional<Duration> lasting,
      Request.Word word,
      boolean forced,
      String request,
      Instant now) {
    return new Hold(
            kind,
            lasting.map(now.truncatedTo(ChronoUnit.SECONDS)::plus),
            word.reason(),
            word.by(),
            forced)
        .asked(now, request);
  }
}
