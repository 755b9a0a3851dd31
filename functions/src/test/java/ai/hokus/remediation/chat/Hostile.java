package ai.hokus.remediation.chat;

import ai.hokus.remediation.model.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages that nobody would write and somebody might cause. */
final class Hostile {

  /** What means something to somebody, or is hard to cut. */
  private static final List<String> PIECES =
      List.of(
          "<!channel>",
          "<!here|all>",
          "<@U012ABCDEF>",
          "@here",
          "@Channel ",
          "@everyone",
          "<https://evil.example|your bank>",
          "[your bank](https://evil.example)",
          "&amp;",
          "&lt",
          "&",
          "<",
          ">",
          "*bold*",
          "_slanted_",
          "~gone~",
          "`code`",
          "```",
          ":sos:",
          "\n> quoted",
          "\r\n",
          "\t",
          "\u0000",
          "\u001b[31m",
          "\u0085",
          "\u2028",
          "\u202edrawkcab",
          "\u200b",
          "\ufeff",
          "\ud83d",
          "\ude00",
          "😀",
          "\"",
          "\\",
          "\\u0000",
          "名前が解決しない",
          "mlflow.hokusai-development.local ");

  private Hostile() {}

  static Message message(SplittableRandom random) {
    return new Message(
        text(random),
        random.nextInt(1, 1_000_000),
        Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L)),
        random.nextBoolean() ? "mlflow" : text(random),
        pick(List.of(Message.Weight.values()), random),
        text(random),
        lines(random),
        lines(random),
        lines(random),
        random.nextBoolean() ? Optional.of(text(random)) : Optional.empty());
  }

  private static List<String> lines(SplittableRandom random) {
    return Stream.generate(() -> text(random)).limit(size(random, 30)).toList();
  }

  private static String text(SplittableRandom random) {
    return IntStream.range(0, size(random, 400))
        .mapToObj(_ -> piece(random))
        .collect(Collectors.joining());
  }

  private static String piece(SplittableRandom random) {
    return random.nextInt(4) == 0
        ? Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1))
        : pick(PIECES, random);
  }

  private static <T> T pick(List<T> some, SplittableRandom random) {
    return some.get(random.nextInt(some.size()));
  }

  /** Few as a rule, none or very many now and then. */
  private static int size(SplittableRandom random, int most) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> random.nextInt(most);
      default -> random.nextInt(8);
    };
  }
}
