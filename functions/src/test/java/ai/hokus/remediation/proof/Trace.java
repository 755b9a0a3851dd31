package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.CallKinds;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The calls that invocations made, and what the world did between them, in their order. */
final class Trace implements Witness {
  private final StringBuilder lines = new StringBuilder();
  private final Map<SimulatedInvocation, Integer> numbers = new HashMap<>();
  private final List<List<Step>> steps = new ArrayList<>();

  /**
   * A call that was answered.
   *
   * @param answer empty where there is none
   */
  record Step(String call, Optional<Object> answer) {}

  @Override
  public void call(
      SimulatedInvocation by,
      Method call,
      List<Object> arguments,
      Optional<Meets> meets,
      Optional<Object> answer) {
    int number = numbers.computeIfAbsent(by, _ -> numbers.size());
    if (number == steps.size()) {
      steps.add(new ArrayList<>());
    }
    steps.get(number).add(new Step(CallKinds.name(call), answer));
    lines.append(number).append(' ').append(CallKinds.name(call));
    meets.ifPresent(met -> lines.append(' ').append(met));
    lines.append('\n');
  }

  @Override
  public void act(String what) {
    lines.append(what).append('\n');
  }

  /** By invocation, in the order in which they made their first calls. */
  List<List<Step>> steps() {
    return steps;
  }

  /** Those of one invocation, which may have made none. */
  List<Step> of(SimulatedInvocation by) {
    return Optional.ofNullable(numbers.get(by)).map(steps::get).orElse(List.of());
  }

  /** The same for the same calls after the same ones. */
  UUID after(UUID before) {
    return UUID.nameUUIDFromBytes((before + "\n" + lines).getBytes(StandardCharsets.UTF_8));
  }
}
