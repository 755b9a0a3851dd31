package ai.hokus.remediation.config;

import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * {@code bin/check-configuration}: reads documents from files, as the functions will, and prints
 * the guarded services or, to standard error, all that is wrong.
 */
final class CheckConfiguration {
  private CheckConfiguration() {}

  /** Ends with status 0 if the files make up a configuration, else with 1. */
  public static void main(String[] files) {
    System.exit(check(files) ? 0 : 1);
  }

  private static boolean check(String[] files) {
    var documents = new ArrayList<Document>();
    for (var file : files) {
      try {
        documents.add(new Document(file, Files.readString(Path.of(file))));
      } catch (IOException e) {
        System.err.println("cannot read " + file + ": " + why(e));
        return false;
      }
    }
    try {
      ConfigurationReader.read(documents)
          .services()
          .forEach(each -> System.out.println(inWords(each)));
      return true;
    } catch (ConfigurationMistakes e) {
      e.mistakes().forEach(mistake -> System.err.println(mistake.inWords()));
      return false;
    }
  }

  private static String inWords(GuardedService service) {
    return "%s: policy %s, ECS service %s, port %d, Cloud Map service %s"
        .formatted(
            service.name(),
            service.policy().name().toLowerCase(Locale.ROOT),
            service.ecsService(),
            service.port(),
            service.cloudMap());
  }

  /** The exceptions of files say their reason in their class, or in words after the file's name. */
  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case CharacterCodingException _ -> "not UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }
}
