package ai.hokus.remediation.handlers;

import java.util.Map;

/** Reads a function's environment. */
final class Variables {
  private Variables() {}

  /**
   * The value of a variable that has no default.
   *
   * @throws IllegalStateException naming the variable, if it is unset or blank
   */
  static String needed(Map<String, String> environment, String name) {
    var value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalStateException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
