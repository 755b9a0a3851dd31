package ai.hokus.remediation.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param source which document: {@code REMEDIATION_CONFIG}, or a parameter's name
 * @param path where in it, {@code $.services.mlflow.probe.timeout}; in a text that is no JSON,
 *     {@code line 3, column 7}
 * @param found what stands there, cut to one line
 * @param wanted what should, in words; further lines explain a choice
 */
public record Mistake(String source, String path, String found, String wanted) {

  /** As a message says it. */
  public String inWords() {
    return "%s, %s: found %s, wanted %s".formatted(source, path, found, wanted);
  }
}
