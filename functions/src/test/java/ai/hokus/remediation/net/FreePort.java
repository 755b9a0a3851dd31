package ai.hokus.remediation.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports of the loopback at which nobody listens. */
public final class FreePort {

  /** Of Linux, where nobody has set it. */
  private static final int FIRST_EPHEMERAL = 32_768;

  /** Beside others who look for one on the same machine we begin elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(21_000 + (int) (ProcessHandle.current().pid() % 100) * 100);

  private FreePort() {}

  /**
   * Free at every address, given once, and below what the system hands out by itself: one of those
   * might be somebody's connection by the time a server wants it.
   */
  public static int any() throws IOException {
    for (int port = NEXT.getAndIncrement(); port < FIRST_EPHEMERAL; port = NEXT.getAndIncrement()) {
      try (var free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (BindException taken) {
        // The next, then.
      }
    }
    throw new IOException("no port is free");
  }
}
