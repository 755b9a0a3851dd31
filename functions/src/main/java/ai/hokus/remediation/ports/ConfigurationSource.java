package ai.hokus.remediation.ports;

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
   * Every document, in the order of their sources. May be a minute old.
   *
   * @throws Unavailable if it could not be read; the message says where from
   */
  List<Document> documents();
}
