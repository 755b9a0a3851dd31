package ai.hokus.remediation.doorbell;

import ai.hokus.remediation.doorbell.Doorbell.Malformed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.function.Function;

/** An event's text, up to one JSON object; what is none, and any field in it, in words. */
final class EventJson {
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private EventJson() {}

  /** What {@code ofObject} makes of the event, where it is an object at all; never throws. */
  static Doorbell read(byte[] event, Function<JsonNode, Doorbell> ofObject) {
    return read(event, "one EventBridge event", ofObject, malformed -> malformed);
  }

  /**
   * The same for whatever else may ring.
   *
   * @param wanted what the event should be
   * @param ofNone what is made of what is none
   */
  static <T> T read(
      byte[] event, String wanted, Function<JsonNode, T> ofObject, Function<Malformed, T> ofNone) {
    try {
      var root = JSON.readTree(event);
      return root.isObject() ? ofObject.apply(root) : ofNone.apply(malformed("$", root, wanted));
    } catch (JsonProcessingException e) {
      return ofNone.apply(new Malformed("$", "no JSON" + where(e), wanted));
    } catch (IOException notEvenText) {
      // The bytes are all here: this is Jackson's word for an encoding that is none.
      return ofNone.apply(new Malformed("$", "bytes that are no text", wanted));
    }
  }

  /** The field was found so; nothing of its own text is repeated. */
  static Malformed malformed(String field, JsonNode found, String wanted) {
    return new Malformed(field, inWords(found), wanted);
  }

  private static String inWords(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "nothing";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "text of %d characters".formatted(found.textValue().length());
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case BINARY, POJO -> "something else";
    };
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
