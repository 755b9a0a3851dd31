package ai.hokus.remediation.model;

/**
 * An SSM parameter as it was read.
 *
 * @param value in the clear, of a SecureString too: it must not leave the pass that read it
 * @param version one greater with every put, whoever made it
 */
public record Parameter(String name, Type type, String value, long version) {

  /** SSM's words. */
  public enum Type {
    STRING("String"),
    STRING_LIST("StringList"),
    SECURE_STRING("SecureString");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public EndpointValue endpoint() {
    return new EndpointValue(value);
  }

  /** What a report may say of the value: of a SecureString nothing. */
  public String shown() {
    return type == Type.SECURE_STRING ? "a SecureString" : Text.brief(value);
  }

  @Override
  public String toString() {
    return name + " version " + version + ": " + shown();
  }
}
