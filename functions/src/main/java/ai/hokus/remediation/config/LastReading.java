package ai.hokus.remediation.config;

import ai.hokus.remediation.ports.ConfigurationSource.Document;
import java.util.List;
import java.util.Optional;

/** Reads documents once: what says the same as the last time is not read again. */
public final class LastReading {
  private volatile Optional<Reading> last = Optional.empty();

  private record Reading(List<Document> documents, Configuration configuration) {}

  /**
   * The configuration that these documents make up.
   *
   * @throws ConfigurationMistakes with every mistake of every document
   */
  public Configuration of(List<Document> documents) {
    var reading =
        last.filter(before -> before.documents().equals(documents))
            .orElseGet(() -> new Reading(documents, ConfigurationReader.read(documents)));
    last = Optional.of(reading);
    return reading.configuration();
  }
}
