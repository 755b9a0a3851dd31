package ai.hokus.remediation.world;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Nothing is logged while a test runs: what a hundred thousand passes say would fill the disk and
 * take most of their time.
 */
public final class Quiet implements BeforeEachCallback, AfterEachCallback {
  private static final String FUNCTIONS = "ai.hokus.remediation";

  private final PrintStream before = System.out;

  @Override
  public void beforeEach(ExtensionContext test) {
    Configurator.setLevel(FUNCTIONS, Level.OFF);
    // Where the metrics are written.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    System.setOut(before);
    // As log4j2.xml has it.
    Configurator.setLevel(FUNCTIONS, Level.INFO);
  }
}
