package ai.hokus.remediation.world;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Nothing is logged until it is closed: what a hundred thousand passes say would fill the disk and
 * take most of their time.
 */
public final class Quiet implements AutoCloseable {
  private static final String FUNCTIONS = "ai.hokus.remediation";

  private final PrintStream before = System.out;

  public Quiet() {
    Configurator.setLevel(FUNCTIONS, Level.OFF);
    // Where the metrics are written.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    System.setOut(before);
    // As log4j2.xml has it.
    Configurator.setLevel(FUNCTIONS, Level.INFO);
  }
}
