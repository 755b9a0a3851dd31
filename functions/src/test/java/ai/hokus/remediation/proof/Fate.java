package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What befalls the invocations of a tale. */
sealed interface Fate {

  /** By which all else is ordered: how long a call takes, and who goes on first. */
  long seed();

  /** Nothing befalls them. */
  record Plain(long seed) implements Fate {}

  /**
   * One call of one invocation meets this.
   *
   * @param invocation its number, from 0
   * @param call from 1
   */
  record Mishap(Kind kind, int invocation, int call, long seed) implements Fate {}

  /** So many more events arrive whenever it pleases; some of those who hear them are killed. */
  record Crowd(int events, long seed) implements Fate {}

  /** What becomes of a call. */
  enum Kind {
    /** The invocation is killed before it. After a call is before the next. */
    KILLED,
    /** It takes effect, and nobody is told. */
    UNANSWERED,
    /** It has no effect, and fails. */
    REFUSED
  }

  /** An invocation beside those of the tale. */
  record Another(Duration after, SimulatedInvocation invocation) {}

  /** One call of a tale meets each of the three, for every call of those that it makes alone. */
  static List<Fate> mishaps(List<Integer> calls, long seed) {
    return Stream.iterate(0, number -> number + 1)
        .limit(calls.size())
        .flatMap(number ->
            Stream.iterate(1, call -> call + 1)
                .limit(calls.get(number))
                .flatMap(call ->
                    Stream.of(Kind.values())
                        .<Fate>map(kind -> new Mishap(kind, number, call, seed))))
        .toList();
  }

  /** The invocation of this number, as it fares. */
  default SimulatedInvocation befalls(int number, SimulatedInvocation invocation) {
    return this instanceof Mishap(var kind, int whose, int call, _) && whose == number
        ? switch (kind) {
          case KILLED -> invocation.killedAtCall(call);
          case UNANSWERED -> invocation.withoutAnswerTo(call);
          case REFUSED -> invocation.refusedCall(call);
        }
        : invocation;
  }

  /** Who comes besides, within that time. */
  default List<Another> crowd(Duration within) {
    if (!(this instanceof Crowd(int events, long seed))) {
      return List.of();
    }
    var random = new Random(seed);
    return Stream.generate(
            () -> {
              var invocation = SimulatedInvocation.of(Deployment.FOR_AN_EVENT);
              return new Another(
                  Duration.ofMillis(random.nextLong(within.toMillis())),
                  random.nextInt(3) == 0
                      ? invocation.killedAtCall(1 + random.nextInt(20))
                      : invocation);
            })
        .limit(events)
        .toList();
  }
}
