package ai.hokus.remediation.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers that tests measure, for those who sum a test run up: a file each, under target/. */
public final class Figures {
  private static final Path DIRECTORY = Path.of(System.getProperty("basedir"), "target", "figures");

  private Figures() {}

  /**
   * Keeps a figure in the file of its name, which holds the number alone.
   *
   * @param name a path with dots, its unit last: {@code burst.passes.count}
   */
  public static void put(String name, double value) {
    try {
      Files.createDirectories(DIRECTORY);
      Files.writeString(DIRECTORY.resolve(name), Double.toString(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
