package ai.hokus.remediation.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.ports.ConfigurationSource.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The sample document, which uses every key there is, and what the reader says of others. */
final class Documents {

  private Documents() {}

  static String sample() {
    return resource("configuration.json");
  }

  static String resource(String name) {
    try (var file = Documents.class.getResourceAsStream("/" + name)) {
      assertThat(file).as(name).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample with one piece of its text replaced, which must be there. */
  static String sampleWith(String instead, String of) {
    assertThat(sample()).contains(of);
    return sample().replace(of, instead);
  }

  static Configuration read(String... documents) {
    return ConfigurationReader.read(named(documents));
  }

  /** Empty where the reader is content. */
  static List<Mistake> mistakesIn(String... documents) {
    try {
      ConfigurationReader.read(named(documents));
      return List.of();
    } catch (ConfigurationMistakes e) {
      return e.mistakes();
    }
  }

  private static List<Document> named(String... documents) {
    var names = Stream.of("first", "second", "third").iterator();
    return Stream.of(documents).map(json -> new Document(names.next(), json)).toList();
  }
}
