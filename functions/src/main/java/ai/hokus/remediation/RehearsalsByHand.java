package ai.hokus.remediation;

import ai.hokus.remediation.Rehearsal.Ending;
import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.Standing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A person wants to know now whether a service's emergency exit opens. */
public final class RehearsalsByHand {
  private final ConfigurationSource source;
  private final Optional<Rehearsing> rehearsing;
  private final InstantSource clock;

  /**
   * Those of this deployment.
   *
   * @param rehearsing absent where it has no parameter for it
   */
  public RehearsalsByHand(
      ConfigurationSource source, Optional<Rehearsing> rehearsing, InstantSource clock) {
    this.source = source;
    this.rehearsing = rehearsing;
    this.clock = clock;
  }

  /**
   * Rehearses, whenever the last one was.
   *
   * @param remaining time until the invocation ends
   */
  public Reply ask(Request.Rehearse asked, Duration remaining) {
    var budget = TimeBudget.until(clock.instant().plus(remaining), Duration.ZERO);
    if (rehearsing.isEmpty()) {
      return says(Reply.Ending.NEVER_AGAIN, "this deployment has no parameter to rehearse on");
    }
    try {
      var guarded = ConfigurationReader.read(source.documents()).services();
      return guarded.stream()
          .filter(service -> service.name().equals(asked.service()))
          .findFirst()
          .map(service -> reply(service, rehearsing.get().rehearse(service, budget)))
          .orElseGet(() -> says(Reply.Ending.NEVER_AGAIN, unknown(asked.service(), guarded)));
    } catch (Unavailable | ConfigurationMistakes why) {
      return says(
          Reply.Ending.COME_AGAIN,
          "which services are guarded could not be read: "
              + Text.brief(String.valueOf(why.getMessage())));
    }
  }

  private static Reply reply(GuardedService service, Rehearsing.Came came) {
    return switch (came.ending()) {
      case Ending.Played(var failure) ->
          new Reply(
              Reply.Ending.DONE,
              List.of(new Standing.Rehearsed(service.name(), failure)),
              came.says());
      case Ending.Postponed(var why) ->
          says(Reply.Ending.COME_AGAIN, "the rehearsal did not begin: " + why);
    };
  }

  private static String unknown(String name, List<GuardedService> guarded) {
    return guarded.stream()
        .map(GuardedService::name)
        .collect(
            Collectors.joining(", ", "no guarded service is called " + name + "; guarded: ", ""));
  }

  private static Reply says(Reply.Ending ending, String line) {
    return new Reply(ending, List.of(), List.of(line));
  }
}
