package ai.hokus.remediation.ports;

/**
 * Something outside did not do what we asked, for now. The message says in one line what we were
 * doing, where, and what came back.
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Unavailable(String doing, Throwable cause) {
    super(doing, cause);
  }

  public Unavailable(String doing) {
    super(doing);
  }
}
