package ai.hokus.remediation.handlers;

import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The functions as Lambda calls them, over a world in memory in place of AWS. */
public final class Functions {
  private static final byte[] NO_MATTER_WHAT = "{}".getBytes(StandardCharsets.UTF_8);

  private final RequestStreamHandler taskStateChanged;
  private final RequestStreamHandler sweep;

  /**
   * One environment of each function.
   *
   * @param policy as the configuration says it: {@code repair}, {@code sync}
   * @param catalog what the functions see of ECS
   * @param registry what they see of Cloud Map
   */
  public Functions(String policy, TaskCatalog catalog, Registry registry, InMemoryWorld world) {
    var wired = new Wired(catalog, registry, world).configured(Wired.guarding(policy, "mlflow"));
    taskStateChanged = new TaskStateChanged(wired.passes());
    sweep = new Sweep(wired.passes());
  }

  /** Delivers one event. */
  public void ring(byte[] event) {
    invoke(taskStateChanged, event);
  }

  /** A minute has passed. */
  public void sweep() {
    invoke(sweep, NO_MATTER_WHAT);
  }

  private static void invoke(RequestStreamHandler function, byte[] event) {
    try {
      function.handleRequest(
          new ByteArrayInputStream(event), new ByteArrayOutputStream(), new Invocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
