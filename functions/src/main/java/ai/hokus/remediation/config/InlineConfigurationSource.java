package ai.hokus.remediation.config;

import ai.hokus.remediation.ports.ConfigurationSource;
import java.util.List;

/** The document itself, as the environment variable {@code REMEDIATION_CONFIG} may hold it. */
public final class InlineConfigurationSource implements ConfigurationSource {
  private final String json;

  public InlineConfigurationSource(String json) {
    this.json = json;
  }

  @Override
  public List<Document> documents() {
    return List.of(new Document("REMEDIATION_CONFIG", json));
  }
}
