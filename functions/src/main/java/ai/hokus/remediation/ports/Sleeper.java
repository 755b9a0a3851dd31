package ai.hokus.remediation.ports;

import java.time.Duration;

/** Lets time pass: {@code Thread::sleep} in production, a clock that is moved in tests. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after {@code duration}; at once where it is zero or negative. */
  void sleep(Duration duration) throws InterruptedException;
}
