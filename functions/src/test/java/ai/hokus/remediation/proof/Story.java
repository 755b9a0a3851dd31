package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A schedule as one reads it: a line for each minute and for whatever happens in it, with every
 * call, and what those that change something were told. Minutes that are like the one before are
 * counted.
 */
final class Story implements Witness {
  private static final int WIDTH = 110;

  /** The ids of the tales' tasks. */
  private static final Pattern ONE_LETTER = Pattern.compile("([a-c])\\1{31}");

  /** By the time that they are given. */
  private static final Map<Duration, String> INVOCATIONS =
      Map.of(
          Deployment.FOR_A_SWEEP,
          "sweep",
          Deployment.FOR_A_PERSON,
          "rollback",
          Deployment.FOR_A_DELIVERY,
          "notify");

  private final List<String> lines = new ArrayList<>();
  private final List<String> now = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private Optional<SimulatedInvocation> speaking = Optional.empty();
  private List<String> before = List.of();
  private int alike;

  @Override
  public void call(
      SimulatedInvocation by,
      Method call,
      List<Object> arguments,
      Optional<Meets> meets,
      Optional<Object> answer) {
    if (!speaking.equals(Optional.of(by))) {
      speaks();
      speaking = Optional.of(by);
    }
    calls.add(
        call.getName()
            + arguments.stream().map(Story::told).collect(Collectors.joining())
            + answer.map(Story::heard).orElse("")
            + meets.map(Story::met).orElse(""));
  }

  @Override
  public void act(String what) {
    speaks();
    if (!what.isEmpty()) {
      now.add("world: " + what);
    }
  }

  /** A minute is over. */
  void minute(int number, List<Breach> breaches) {
    speaks();
    breaches.forEach(breach -> now.add("BROKEN: rule " + breach.rule() + ", " + breach.how()));
    if (now.equals(before)) {
      alike++;
    } else {
      counted();
      lines.add("minute " + number);
      now.forEach(this::wrapped);
      before = List.copyOf(now);
    }
    now.clear();
  }

  /** After its last minute. */
  void remark(String what) {
    counted();
    wrapped("but: " + what);
  }

  String text() {
    counted();
    return String.join("\n", lines) + "\n";
  }

  private void wrapped(String text) {
    var line = new StringBuilder(" ");
    for (var word : ONE_LETTER.matcher(text).replaceAll("$1").split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
  }

  private void counted() {
    if (alike > 0) {
      lines.add("  and " + alike + " times more");
    }
    alike = 0;
  }

  private void speaks() {
    speaking.ifPresent(by ->
        now.add(INVOCATIONS.getOrDefault(by.timeout(), "event") + ": " + String.join(", ", calls)));
    speaking = Optional.empty();
    calls.clear();
  }

  /** Of what is handed over, that which tells the story. */
  private static String told(Object argument) {
    return switch (argument) {
      case String value when value.startsWith("http") -> " " + value;
      case Entry entry when !entry.messages().isEmpty() ->
          entry.messages().stream()
              .map(Message::happened)
              .collect(Collectors.joining("; ", " \"", "\""));
      case Message message -> " " + message.number();
      default -> "";
    };
  }

  private static String heard(Object answer) {
    return switch (answer) {
      case Turn.Busy _ -> " (busy)";
      case Operation.Failed _ -> " (failed)";
      case Operation.Succeeded _ -> " (succeeded)";
      case Exception why -> " (" + why.getMessage() + ")";
      default -> "";
    };
  }

  private static String met(Meets what) {
    return switch (what) {
      case DEATH -> " † killed before it";
      case REFUSAL -> " ✗ refused";
      case FAILURE -> " ✗ done, and told that it failed";
      case SILENCE -> " ✗ done, and not told";
      case NOTHING -> " ✗ not done, and not answered";
      case OVERTAKEN -> " ✗ not answered, and done after the next";
      case TWICE -> " ✗ done, not told, and sent again";
      case THE_PAST -> " ✗ shows what was";
      case HALF -> " ✗ shows the first half";
    };
  }
}
