package ai.hokus.remediation.world;

import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/** Sees every step of an {@link Interleaving}. */
public interface Witness {

  /**
   * A call to the outside, or an attempt.
   *
   * @param meets what it met in place of an answer; empty where it was answered
   * @param answer what the caller is told; empty where it is told nothing, or that it failed
   */
  void call(
      SimulatedInvocation by,
      Method call,
      List<Object> arguments,
      Optional<Meets> meets,
      Optional<Object> answer);

  /**
   * The world did something by itself.
   *
   * @param what in words; empty for what goes without saying
   */
  default void act(String what) {
    // It is not the program's.
  }

  /** Both see it. */
  default Witness and(Witness other) {
    return new Witness() {
      @Override
      public void call(
          SimulatedInvocation by,
          Method call,
          List<Object> arguments,
          Optional<Meets> meets,
          Optional<Object> answer) {
        Witness.this.call(by, call, arguments, meets, answer);
        other.call(by, call, arguments, meets, answer);
      }

      @Override
      public void act(String what) {
        Witness.this.act(what);
        other.act(what);
      }
    };
  }
}
