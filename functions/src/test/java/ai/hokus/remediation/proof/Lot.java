package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What befalls one minute of a tale. */
sealed interface Lot {

  /** Nothing. */
  record Plain() implements Lot {
    @Override
    public String toString() {
      return "plain";
    }
  }

  /**
   * One call of one invocation meets this.
   *
   * @param whose the invocation's number in its minute: 0 is the sweep
   * @param call from 1
   */
  record Met(Meets what, int whose, int call) implements Lot {
    @Override
    public String toString() {
      return "%s@%d.%d".formatted(what.name().toLowerCase(Locale.ROOT), whose, call);
    }
  }

  /**
   * All that happens in this minute happens at its begin, and one event more is heard.
   *
   * @param choices who goes on wherever several could
   */
  record AtOnce(List<Integer> choices) implements Lot {
    public AtOnce {
      choices = List.copyOf(choices);
    }

    @Override
    public String toString() {
      return choices.stream().map(String::valueOf).collect(Collectors.joining("-", "atonce@", ""));
    }
  }

  /** All that comes in this minute comes at its begin, in an order that the seed decides. */
  record Shuffled(int seed) implements Lot {
    @Override
    public String toString() {
      return "shuffled@" + seed;
    }
  }

  /** Its events are lost. */
  record Lost() implements Lot {
    @Override
    public String toString() {
      return "lost";
    }
  }

  /** An event arrives that was heard before, or that is hours old. */
  record Late(int seconds) implements Lot {
    @Override
    public String toString() {
      return "late@" + seconds;
    }
  }

  /** The clock of one of its invocations is fast by so much, or slow. */
  record Skewed(int whose, int seconds) implements Lot {
    @Override
    public String toString() {
      return "skewed@%d.%d".formatted(whose, seconds);
    }
  }

  /** The invocation of this number, as it fares. */
  default SimulatedInvocation befalls(int number, SimulatedInvocation invocation) {
    return switch (this) {
      case Met(var what, int whose, int call) when whose == number -> invocation.meets(what, call);
      case Skewed(int whose, int seconds) when whose == number ->
          invocation.skewed(Duration.ofSeconds(seconds));
      case Met _, Skewed _, Plain _, AtOnce _, Shuffled _, Lost _, Late _ -> invocation;
    };
  }

  /** Whether it befell one of the invocations of its minute, if it is about one. */
  default boolean befell(List<SimulatedInvocation> invocations) {
    return switch (this) {
      case Met(_, int whose, _) -> whose < invocations.size() && invocations.get(whose).wasStruck();
      case Skewed(int whose, _) -> whose < invocations.size() && invocations.get(whose).calls() > 0;
      case Plain _, AtOnce _, Shuffled _, Lost _, Late _ -> true;
    };
  }

  /** Reads what {@code toString} writes. */
  static Lot parse(String text) {
    var parts = text.split("@", 2);
    var numbers =
        parts.length == 1
            ? List.<Integer>of()
            : Pattern.compile("[.]|(?<=[0-9])-")
                .splitAsStream(parts[1])
                .filter(part -> !part.isEmpty())
                .map(Integer::valueOf)
                .toList();
    return switch (parts[0]) {
      case "plain" -> new Plain();
      case "lost" -> new Lost();
      case "shuffled" -> new Shuffled(numbers.getFirst());
      case "late" -> new Late(numbers.getFirst());
      case "skewed" -> new Skewed(numbers.getFirst(), numbers.getLast());
      case "atonce" -> new AtOnce(numbers);
      default -> new Met(meets(parts[0]), numbers.getFirst(), numbers.getLast());
    };
  }

  private static Meets meets(String text) {
    return Stream.of(Meets.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such lot: \"" + text + "\""));
  }
}
