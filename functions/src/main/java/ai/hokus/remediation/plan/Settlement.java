package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a put of which nobody knew: settled by what the parameter holds now. Directly
 * after a put, and by the pass after one that was killed. The first row that fits:
 *
 * <pre>
 * version now  | value now   | earlier versions                   | the put
 * -------------+-------------+------------------------------------+---------------------------
 * no parameter |             |                                    | does not matter any more
 * as read      |             |                                    | did not come through; for a
 *              |             |                                    | while it is {@link #unseen}
 * later        | any, where we put back what others wrote         | came through, or others did
 * the next     | as intended |                                    | came through
 * later        | as intended | the next is as intended, or the    | came through
 *              |             | one before is so or as it was read |
 * later        | as intended | they could not be read             | is not settled yet
 * later        | as intended | the history no longer has them     | came through
 * later        | as intended | else                               | wrote over somebody: owed
 * any          | another     |                                    | others wrote: their rows fit
 * </pre>
 */
public sealed interface Settlement {

  /** More than a sweep and the one after it are apart, and long for Parameter Store. */
  Duration READS_LAG = Duration.ofMinutes(2);

  /** It is known. Settled twice is the same as once. */
  record Settled(Fallback fallback) implements Settlement {}

  /** Nothing may be decided until it is. */
  record Unsettled(String why) implements Settlement {}

  /** The same, of a put whose answer nobody heard: it came through before {@code at} at last. */
  static Settlement of(
      Fallback file, Optional<Parameter> now, Reading<List<Parameter>> earlier, Instant at) {
    return of(file, now, earlier, at, at);
  }

  /**
   * What is to be on file.
   *
   * @param now the parameter as it was read after the put
   * @param earlier of the versions in question
   * @param by when it had come through, if it did
   */
  static Settlement of(
      Fallback file,
      Optional<Parameter> now,
      Reading<List<Parameter>> earlier,
      Instant at,
      Instant by) {
    if (file.underway().isEmpty() || now.isEmpty()) {
      return new Settled(file.withoutUnderway());
    }
    return of(file, file.underway().get(), now.get(), earlier, at, by);
  }

  private static Settlement of(
      Fallback file,
      Underway put,
      Parameter now,
      Reading<List<Parameter>> earlier,
      Instant at,
      Instant by) {
    if (now.version() == put.read()) {
      return new Settled(notThrough(file, put, at));
    }
    if (put.to() instanceof Position.HandsOff && now.version() > put.read()) {
      return new Settled(file.settled(put.to(), by));
    }
    if (!isIntended(file, put, now) || now.version() < put.read()) {
      return new Settled(file.withoutUnderway());
    }
    if (inQuestion(file, now).isEmpty()) {
      return new Settled(through(file, put, now, put.to(), by));
    }
    if (earlier instanceof Reading.Partial<List<Parameter>>(_, String why)) {
      return new Unsettled("whether a put of ours went over somebody else's is not known: " + why);
    }
    return new Settled(
        hasWrittenOver(put, now, earlier.value())
            ? through(file, put, now, owing(now.version() - 1, at), by)
            : through(file, put, now, put.to(), by));
  }

  /**
   * The put that a read did not show, and that a later one may. AWS promises no time after which
   * reads of a parameter show what was put.
   *
   * @param now the parameter as it was read at {@code at}
   */
  static Optional<Underway> unseen(Fallback file, Optional<Parameter> now, Instant at) {
    return file.underway()
        .filter(put -> at.isBefore(put.at().plus(READS_LAG)))
        .filter(put -> now.filter(read -> read.version() == put.read()).isPresent());
  }

  /** The versions of the parameter's history that tell whether we wrote over somebody. */
  static Set<Long> inQuestion(Fallback file, Parameter now) {
    return file.underway()
        .filter(put -> !(put.to() instanceof Position.HandsOff))
        .filter(put -> now.version() > put.read() + 1 && isIntended(file, put, now))
        .map(put -> Set.copyOf(List.of(put.read(), put.read() + 1, now.version() - 1)))
        .orElse(Set.of());
  }

  private static boolean hasWrittenOver(Underway put, Parameter now, List<Parameter> earlier) {
    var before = valueOf(now.version() - 1, earlier);
    // The SDK may send a put twice, and people put the same value anew: nobody's work is lost so.
    boolean isHarmless =
        before.isEmpty()
            || before.equals(Optional.of(now.value()))
            || before.equals(valueOf(put.read(), earlier))
            || valueOf(put.read() + 1, earlier).equals(Optional.of(now.value()));
    return !isHarmless;
  }

  private static Optional<String> valueOf(long version, List<Parameter> earlier) {
    return earlier.stream()
        .filter(each -> each.version() == version)
        .map(Parameter::value)
        .findFirst();
  }

  private static boolean isIntended(Fallback file, Underway put, Parameter now) {
    return put.value().map(now.endpoint()::equals).orElseGet(() -> file.before().hasValueOf(now));
  }

  private static Position owing(long version, Instant at) {
    return new Position.HandsOff(
        at, Situation.FALLBACK_WROTE_OVER_OTHERS.row(), Optional.of(version));
  }

  private static Fallback through(
      Fallback file, Underway put, Parameter now, Position to, Instant by) {
    return put.value()
        .map(value -> file.settled(new Written(value, now.version(), put.at()), to, by))
        .orElseGet(() -> file.settled(to, by));
  }

  /** Where it was the one that the fallback began with, there is nothing to leave either. */
  private static Fallback notThrough(Fallback file, Underway put, Instant at) {
    boolean isFirst = file.written().isEmpty() && file.position().equals(put.to());
    return isFirst ? file.withoutUnderway().at(new Position.Left(at)) : file.withoutUnderway();
  }
}
