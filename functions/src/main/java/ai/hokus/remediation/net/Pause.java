package ai.hokus.remediation.net;

import java.time.Duration;

/** How to wait; a test need not. */
@FunctionalInterface
public interface Pause {

  /** Returns when {@code time} is over. */
  void take(Duration time) throws InterruptedException;
}
