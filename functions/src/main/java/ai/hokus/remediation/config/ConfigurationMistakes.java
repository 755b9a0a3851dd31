package ai.hokus.remediation.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration cannot be used. The message lists every mistake in it, for the person who has
 * to mend it; where it was thrown tells nobody anything, so there is no stack trace.
 */
public final class ConfigurationMistakes extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** More than anybody mends at once; and a line of a log holds 256 KB. */
  private static final int MOST_IN_A_MESSAGE = 200;

  private final transient List<Mistake> mistakes;

  ConfigurationMistakes(List<Mistake> mistakes) {
    super(message(mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /** At least one, in the order of the documents and of the keys in them. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  private static String message(List<Mistake> mistakes) {
    var listed = mistakes.stream().limit(MOST_IN_A_MESSAGE).map(Mistake::inWords);
    int more = mistakes.size() - MOST_IN_A_MESSAGE;
    return Stream.of(
            Stream.of("the configuration cannot be used:"),
            listed,
            more > 0 ? Stream.of("and %d more".formatted(more)) : Stream.<String>empty())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
