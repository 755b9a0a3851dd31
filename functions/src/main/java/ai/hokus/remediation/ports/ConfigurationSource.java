package ai.hokus.remediation.ports;

import java.time.Duration;
import java.util.List;

/** Where the configuration stands: in the environment, or in SSM parameters. */
public interface ConfigurationSource {

  /**
   * One JSON text of the configuration.
   *
   * @param source where it stands, for a message: {@code REMEDIATION_CONFIG}, or a parameter's name
   */
  record Document(String source, String json) {}

  /**
   * Documents were given that are older than a minute, since they could not be read again.
   *
   * @param age of the documents
   * @param why they could not
   */
  record Stale(Duration age, Unavailable why) {}

  /**
   * Every document, in the order of their sources. May be a minute old; older ones, up to a bound,
   * stand in where there is no answer for now, and are told of as {@link Stale}.
   *
   * @throws Unavailable if it could not be read, and there is nothing to stand in; the message says
   *     where from
   */
  List<Document> documents();
}
