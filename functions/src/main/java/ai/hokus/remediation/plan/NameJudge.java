package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Is the name broken? The first row that fits decides; {@link NameVerdict.Row} has them in order.
 *
 * <p>Every address in an answer was probed with the name as Host. Nothing here rests on silence:
 * what nobody could ask is neither good nor broken.
 */
public final class NameJudge {
  private final Observation seen;

  public NameJudge(Observation seen) {
    this.seen = seen;
  }

  /** By what the pass saw before it wrote. */
  public NameVerdict before() {
    return switch (seen.listing()) {
      case Reading.Complete<Listing>(Listing.Gone(String why)) -> emptied(why);
      case Reading.Complete<Listing>(Listing.Found found) when found.instances().isEmpty() ->
          emptied(found.service().name() + " has no instance in Cloud Map");
      case Reading.Complete<Listing>(Listing.Found _),
          Reading.Complete<Listing>(Listing.Unread _),
          Reading.Partial<Listing> _ ->
          judge(seen.answer(), seen.memory().succeeded(), seen.at());
    };
  }

  private NameVerdict emptied(String why) {
    return seen.isAsleep()
        ? new NameVerdict(NameVerdict.Row.ASLEEP, why + ", and no task is wanted")
        : new NameVerdict(NameVerdict.Row.EMPTIED, why);
  }

  /**
   * By what was seen after this pass wrote. Candidates that the name does not answer with keep
   * their verdict from before.
   *
   * @param succeeded when the last registration of ours ended in SUCCESS: in this pass, or before
   *     it where this one only heard of it
   */
  public NameVerdict after(Answer answer, Instant succeeded) {
    var now = succeeded.isAfter(seen.at()) ? succeeded : seen.at();
    return judge(answer.after(seen.answer()), Optional.of(succeeded), now);
  }

  private NameVerdict judge(Answer answer, Optional<Instant> succeeded, Instant now) {
    return switch (answer.resolution()) {
      case Resolution.NoRecord(var zone, _) when !isOurs(zone) ->
          verdict(
              NameVerdict.Row.ZONE_NOT_SEEN,
              "has no record, and the answer comes from zone \""
                  + zone
                  + "\": ours is not seen here");
      case Resolution.NoRecord(_, var ttl) ->
          settling(succeeded, ttl, now, "negative")
              .orElseGet(() -> verdict(NameVerdict.Row.NO_RECORD, "does not resolve"));
      case Resolution.Addresses(var addresses) when isOnlyByAddress(answer, addresses) ->
          settling(succeeded, recordTtl(), now, "old")
              .filter(_ -> isOutdated(addresses))
              .orElseGet(() -> onlyByAddress(answer, addresses));
      case Resolution.Addresses(var addresses) -> judge(answer, addresses);
      case Resolution.Unknown(var why) ->
          verdict(NameVerdict.Row.BLIND, "could not be judged: " + why);
      case Resolution.NotAsked(var why) -> verdict(NameVerdict.Row.BLIND, "was not asked: " + why);
    };
  }

  private Optional<NameVerdict> settling(
      Optional<Instant> succeeded, Duration ttl, Instant now, String what) {
    return succeeded
        .map(at -> at.plus(ttl))
        .filter(now::isBefore)
        .map(until ->
            verdict(
                NameVerdict.Row.SETTLING,
                "is registered; resolvers may keep their " + what + " answer until " + until));
  }

  private boolean isOnlyByAddress(Answer answer, List<Ipv4> addresses) {
    return addresses.stream().map(answer::of).allMatch(NameJudge::isBad) && candidateIsOk(answer);
  }

  private NameVerdict onlyByAddress(Answer answer, List<Ipv4> addresses) {
    return verdict(
        NameVerdict.Row.ONLY_BY_ADDRESS,
        "answers with "
            + Ipv4.list(addresses)
            + ", and none of them serves, while a task does by its address: "
            + each(answer, addresses));
  }

  /**
   * Whether every address is one of before: of an instance that is gone, or of ours or ECS's whose
   * task does not run there. A resolver may go on answering with it for as long as the record
   * lived.
   */
  private boolean isOutdated(List<Ipv4> addresses) {
    return addresses.stream().noneMatch(this::isCurrent);
  }

  private boolean isCurrent(Ipv4 address) {
    return seen.instances().stream()
        .filter(instance -> instance.address().filter(address::equals).isPresent())
        .anyMatch(instance ->
            !(instance instanceof Instance.Removable)
                || seen.tasks().value().running().stream().anyMatch(instance::standsFor));
  }

  private Duration recordTtl() {
    return seen.listing().value() instanceof Listing.Found found
        ? found.service().recordTtl()
        : Duration.ZERO;
  }

  private NameVerdict judge(Answer answer, List<Ipv4> addresses) {
    var verdicts = addresses.stream().map(answer::of).toList();
    boolean anyOk = verdicts.stream().anyMatch(Verdict.Ok.class::isInstance);
    var answers = "answers with " + Ipv4.list(addresses);
    if (verdicts.stream().allMatch(Verdict.Ok.class::isInstance)) {
      return verdict(NameVerdict.Row.GOOD, answers);
    }
    if (anyOk && verdicts.stream().anyMatch(NameJudge::isBad)) {
      return verdict(NameVerdict.Row.HALF, answers + ", of which " + bad(answer, addresses));
    }
    if (verdicts.stream().allMatch(Verdict.Rejected.class::isInstance)) {
      return verdict(
          NameVerdict.Row.REJECTED_BOTH,
          answers + ", and the application refuses Host " + seen.service().probe().host());
    }
    return verdict(
        NameVerdict.Row.BLIND,
        answers + "; it could not be shown that they serve: " + each(answer, addresses));
  }

  private String bad(Answer answer, List<Ipv4> addresses) {
    return each(answer, addresses.stream().filter(a -> isBad(answer.of(a))).toList());
  }

  private String each(Answer answer, List<Ipv4> addresses) {
    return addresses.stream()
        .map(address -> address + owner(address) + " " + answer.of(address).inWords())
        .collect(Collectors.joining("; "));
  }

  private boolean candidateIsOk(Answer answer) {
    return seen.tasks().value().running().stream()
        .flatMap(task -> task.address().stream())
        .anyMatch(address -> answer.of(address) instanceof Verdict.Ok);
  }

  private String owner(Ipv4 address) {
    var owners =
        seen.instances().stream()
            .filter(instance -> instance.address().filter(address::equals).isPresent())
            .map(instance ->
                instance.whose()
                    + " instance "
                    + instance.id()
                    + instance.sister().map(whose -> ", " + whose).orElse(""))
            .collect(Collectors.joining(", "));
    return owners.isEmpty() ? "" : " (" + owners + ")";
  }

  private boolean isOurs(String zone) {
    return seen.listing().value() instanceof Listing.Found found
        && found.service().zone().equalsIgnoreCase(zone);
  }

  private static boolean isBad(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ok _, Verdict.Unasked _ -> false;
      case Verdict.Rejected _, Verdict.Down _, Verdict.Silent _ -> true;
    };
  }

  private NameVerdict verdict(NameVerdict.Row row, String whatItDoes) {
    return new NameVerdict(row, name() + " " + whatItDoes);
  }

  private String name() {
    return switch (seen.listing().value()) {
      case Listing.Found found -> found.service().name();
      case Listing.Gone _, Listing.Unread _ -> seen.service().cloudMap().toString();
    };
  }
}
