package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the calls of invocations: who makes one may meet something in place of its
 * answer.
 */
final class Calls {
  /** As long as the SDK waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** As long as it waits for the ledger's table before it sends a call again. */
  private static final Duration ONE_TRY = Duration.ofMillis(1_400);

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Map<String, Object> shown = new HashMap<>();
  private Optional<PortCall> overtaken = Optional.empty();
  private Optional<Witness> witness = Optional.empty();

  Calls(InstantSource clock, Sleeper sleeper) {
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** From now on every call is seen. */
  void before(Witness other) {
    witness = Optional.of(other);
  }

  /** The world did something by itself. */
  void act(String what) {
    witness.ifPresent(each -> each.act(what));
  }

  /** What belated reads would show, for {@link #showing}. */
  Map<String, Object> shown() {
    return Map.copyOf(shown);
  }

  /** From now on belated reads show this. */
  void showing(Map<String, Object> then) {
    shown.clear();
    shown.putAll(then);
  }

  /**
   * The answer to the next call of an invocation.
   *
   * @throws Killed where it makes that no more
   */
  Object answer(PortCall call) throws Throwable {
    var late = overtaken.filter(_ -> CallKinds.canBeOvertaken(call.name()));
    try {
      return told(call);
    } finally {
      if (late.isPresent()) {
        arrives();
      }
    }
  }

  /** A write that was given up, and that no other call overtook, comes now at the latest. */
  void arrives() throws Throwable {
    var late = overtaken;
    overtaken = Optional.empty();
    if (late.isPresent()) {
      late.get().makeUnheard();
    }
  }

  private Object told(PortCall call) throws Throwable {
    if (!call.by().mayCall(clock.instant())) {
      seen(call, Optional.of(Meets.DEATH), Optional.empty());
      throw new Killed();
    }
    var meets = call.by().meets();
    if (meets.isEmpty()) {
      return answered(call, meets);
    }
    return switch (meets.get()) {
      case DEATH -> throw new Killed();
      case REFUSAL -> refused(call);
      case THE_PAST -> heard(call, meets, past(call));
      case HALF -> heard(call, meets, Halves.of(make(call)));
      case FAILURE -> {
        call.makeUnheard();
        seen(call, meets, Optional.empty());
        yield Refusals.answer(call, "failed", false);
      }
      case NOTHING -> unanswered(call, meets);
      case OVERTAKEN -> {
        overtaken = Optional.of(call);
        yield unanswered(call, meets);
      }
      case SILENCE -> {
        call.makeUnheard();
        yield unanswered(call, meets);
      }
      case TWICE -> {
        call.makeUnheard();
        sleeper.sleep(ONE_TRY);
        if (call.by().isOver(clock.instant())) {
          throw new Killed();
        }
        yield answered(call, meets);
      }
    };
  }

  private Object past(PortCall call) throws Throwable {
    var before = Optional.ofNullable(shown.get(call.name()));
    var now = make(call);
    return before.orElse(now);
  }

  private Object heard(PortCall call, Optional<Meets> meets, Object answer) {
    seen(call, meets, Optional.of(answer));
    return answer;
  }

  private Object unanswered(PortCall call, Optional<Meets> meets) throws InterruptedException {
    seen(call, meets, Optional.empty());
    sleeper.sleep(PATIENCE);
    return Refusals.answer(call, "no answer", false);
  }

  /** What it is told; where that is thrown at it, it is seen before. */
  private Object refused(PortCall call) {
    var meets = Optional.of(Meets.REFUSAL);
    Object answer;
    try {
      answer = Refusals.answer(call, "refused", true);
    } catch (RuntimeException why) {
      seen(call, meets, Optional.empty());
      throw why;
    }
    return heard(call, meets, answer);
  }

  private Object answered(PortCall call, Optional<Meets> meets) throws Throwable {
    try {
      var answer = make(call);
      seen(call, meets, Optional.ofNullable(answer));
      return answer;
    } catch (RuntimeException why) {
      seen(call, meets, Optional.of(why));
      throw why;
    }
  }

  private Object make(PortCall call) throws Throwable {
    var answer = call.make();
    if (CallKinds.isBelated(call.name())) {
      shown.put(call.name(), answer);
    }
    return answer;
  }

  private void seen(PortCall call, Optional<Meets> meets, Optional<Object> answer) {
    witness.ifPresent(each -> each.call(call.by(), call.method(), call.arguments(), meets, answer));
  }
}
