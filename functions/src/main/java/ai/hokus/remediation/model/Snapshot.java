package ai.hokus.remediation.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A parameter as it was before we wrote it: enough to put it back byte for byte.
 *
 * @param version that it had; the value of a SecureString comes back from its history by it
 * @param value absent for a SecureString: its plaintext never enters the ledger
 * @param byAddress whether it led to an address and not to a name; such a value is not put back
 * @param fingerprint SHA-256 of name, version and value, in hexadecimal digits: what is there now
 *     can be compared, and no two versions of a secret look alike
 * @param kept what goes with every put beside the value
 */
public record Snapshot(
    String parameter,
    Parameter.Type type,
    long version,
    Optional<String> value,
    boolean byAddress,
    String fingerprint,
    Kept kept) {

  /**
   * What PutParameter forgets unless it is said again. Absent: the parameter has none.
   *
   * @param keyId the KMS key of a SecureString
   * @param tier Standard, Advanced or Intelligent-Tiering
   * @param dataType text, aws:ec2:image and others
   * @param policies the JSON that PutParameter takes
   */
  public record Kept(
      Optional<String> keyId,
      Optional<String> tier,
      Optional<String> dataType,
      Optional<String> allowedPattern,
      Optional<String> policies) {
    public static final Kept NOTHING =
        new Kept(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  public static Snapshot of(Parameter now, Kept kept) {
    return new Snapshot(
        now.name(),
        now.type(),
        now.version(),
        now.type() == Parameter.Type.SECURE_STRING ? Optional.empty() : Optional.of(now.value()),
        now.endpoint().address().isPresent(),
        fingerprint(now.name(), now.version(), now.value()),
        kept);
  }

  /** Whether {@code other} has the value of then, whatever its version is by now. */
  public boolean hasValueOf(Parameter other) {
    return fingerprint.equals(fingerprint(parameter, version, other.value()));
  }

  /** What a report may say of the value: of a SecureString its version alone. */
  public String shown() {
    return value.map(Text::brief).orElseGet(() -> "version " + version + " of a SecureString");
  }

  private static String fingerprint(String name, long version, String value) {
    try {
      var text = name + "\n" + version + "\n" + value;
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
