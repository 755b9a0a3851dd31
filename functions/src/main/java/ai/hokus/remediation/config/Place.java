package ai.hokus.remediation.config;

import ai.hokus.remediation.model.Text;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A place in a document.
 *
 * @param source the document's
 * @param path JSON path
 * @param mistakes takes what is found wrong here and below
 */
record Place(String source, String path, Consumer<Mistake> mistakes) {
  private static final Pattern PLAIN_KEY = Pattern.compile("[a-zA-Z0-9_$-]{1,80}");

  static Place root(String source, Consumer<Mistake> mistakes) {
    return new Place(source, "$", mistakes);
  }

  Place key(String key) {
    var step = PLAIN_KEY.matcher(key).matches() ? "." + key : "['" + Text.brief(key) + "']";
    return new Place(source, path + step, mistakes);
  }

  Place item(int index) {
    return new Place(source, path + "[" + index + "]", mistakes);
  }

  void wants(String wanted, JsonNode found) {
    wants(wanted, inWords(found));
  }

  void wants(String wanted, String found) {
    mistakes.accept(new Mistake(source, path, found, wanted));
  }

  /** Text in quotes, so that an empty one and one with a space at its end show. */
  static String quoted(String text) {
    return Text.brief("\"" + text + "\"");
  }

  private static String inWords(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "nothing";
      case OBJECT -> found.isEmpty() ? "an empty object" : "an object";
      case ARRAY -> found.isEmpty() ? "an empty list" : "a list";
      case STRING -> quoted(found.textValue());
      default -> Text.brief(found.asText());
    };
  }
}
