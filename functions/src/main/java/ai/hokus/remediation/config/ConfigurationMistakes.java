package ai.hokus.remediation.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The configuration cannot be used. The message lists every mistake in it. */
public final class ConfigurationMistakes extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  ConfigurationMistakes(List<Mistake> mistakes) {
    super(
        mistakes.stream()
            .map(Mistake::inWords)
            .collect(joining("\n", "the configuration cannot be used:\n", "")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** At least one, in the order of the documents and of the keys in them. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
