package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether one of ours that is listed may never have come into DNS: a list may hold what an
 * operation that failed left there.
 *
 * <pre>
 * its registration's end | last SUCCESS of ours | the name                         | doubted
 * -----------------------+----------------------+----------------------------------+--------
 * was not seen           | any                  | any                              | yes
 * nothing is remembered  | within five minutes  | any                              | no
 *                        | longer ago, or none  | has no record                    | yes
 *                        |                      | leaves it out though its task    | yes
 *                        |                      | answers, and nothing else can be |
 *                        |                      | the reason                       |
 *                        |                      | any other answer, or none        | no
 * </pre>
 *
 * A pass that was killed remembers nothing of what it sent: then only the name can tell.
 */
final class Doubt {
  /**
   * Where a SUCCESS brought no record either, another would not: so it is tried now and then, and
   * not in each pass. An instance that others keep out of the answers is so written no more often.
   */
  private static final Duration SUCCESS_TRUSTED_FOR = Duration.ofMinutes(5);

  /** Cloud Map answers with so many at most, and where there are more, with any of them. */
  private static final int MOST_IN_AN_ANSWER = 8;

  /** What speaks against it. */
  enum Because {
    ITS_END_WAS_NOT_SEEN("its last registration was not seen to end in SUCCESS"),
    THERE_IS_NO_RECORD("the name has no record"),
    IT_IS_LEFT_OUT("the name answers without it");

    private final String words;

    Because(String words) {
      this.words = words;
    }

    String inWords() {
      return words;
    }
  }

  private final Observation seen;
  private final Listing.Found found;

  Doubt(Observation seen, Listing.Found found) {
    this.seen = seen;
    this.found = found;
  }

  /** Why one of ours, listed as it should be for {@code task} at {@code address}, is doubted. */
  Optional<Because> of(Task task, Ipv4 address) {
    if (seen.memory().unproven().containsKey(task.id())) {
      return Optional.of(Because.ITS_END_WAS_NOT_SEEN);
    }
    if (hasSucceededIn(SUCCESS_TRUSTED_FOR)) {
      return Optional.empty();
    }
    if (new NameJudge(seen).before().row() == NameVerdict.Row.NO_RECORD) {
      return Optional.of(Because.THERE_IS_NO_RECORD);
    }
    return isLeftOut(address) && shouldBeAnsweredWith(task, address)
        ? Optional.of(Because.IT_IS_LEFT_OUT)
        : Optional.empty();
  }

  private boolean hasSucceededIn(Duration time) {
    return seen.memory().succeeded().filter(at -> isYoungerThan(time, at)).isPresent();
  }

  private boolean isLeftOut(Ipv4 address) {
    return seen.answer().resolution() instanceof Resolution.Addresses(var answered)
        && !answered.contains(address)
        && isOfAll(answered);
  }

  /** Whether the name answers with everybody, and did so after the list was as it is now. */
  private boolean isOfAll(List<Ipv4> answered) {
    var standing = found.instances().stream().map(Instance::address).flatMap(Optional::stream);
    var there = standing.filter(answered::contains).toList();
    // An address that nobody has (any more) is older than the list, or not of our zone. Several
    // instances may have one address, and count as several in an answer.
    return seen.listing() instanceof Reading.Complete
        && found.service().answersWithAll()
        && there.containsAll(answered)
        && there.size() < MOST_IN_AN_ANSWER;
  }

  private boolean shouldBeAnsweredWith(Task task, Ipv4 address) {
    return task.health() != Task.Health.UNHEALTHY
        && seen.answer().of(address).answers()
        && !mayBeYoungerThanTheAnswer(task)
        && !isHeldBackByUs(task);
  }

  /** A resolver may give an answer for as long as its records live. */
  private boolean mayBeYoungerThanTheAnswer(Task task) {
    var ttl = found.service().recordTtl();
    return hasSucceededIn(ttl) || task.runningFor(seen.at()).compareTo(ttl) < 0;
  }

  /** By what we told Cloud Map of its health, or may have; what it hears takes its time. */
  private boolean isHeldBackByUs(Task task) {
    var told = Optional.ofNullable(seen.memory().pushed().get(task.id()));
    return seen.memory().down().containsKey(task.id())
        || told.filter(last -> !last.healthy() || isYoungerThan(SUCCESS_TRUSTED_FOR, last.at()))
            .isPresent();
  }

  private boolean isYoungerThan(Duration age, Instant time) {
    return seen.at().isBefore(time.plus(age));
  }
}
