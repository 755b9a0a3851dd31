package ai.hokus.remediation.wire;

/**
 * A message that will never be understood, however often it is sent. The message of this exception
 * names the field, what was wanted there, and what was found: {@code port: wanted a whole number
 * from 1 to 65535, found "http"}.
 */
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Malformed(String field, String wanted, String found) {
    super(field + ": wanted " + wanted + ", found " + found);
  }
}
