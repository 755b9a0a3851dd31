package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Text;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A value in a JSON message and the place where it stands, so that every complaint names it. What
 * nobody reads is ignored: the other side may be a newer version.
 *
 * @param path {@code request.timeout}, {@code within[0]}; the key of an entry in quotes
 */
record Field(String path, JsonNode value) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a whole message.
   *
   * @throws Malformed unless it is one JSON object
   */
  static Field message(byte[] json) {
    try {
      return new Field("the message", JSON.readTree(json)).object();
    } catch (JsonProcessingException e) {
      throw new Malformed("the message", "JSON", Text.brief(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new Malformed("the message", "JSON in UTF-8", Text.brief(String.valueOf(e)));
    }
  }

  /** The value under {@code name}, which may be absent. */
  Field at(String name) {
    return new Field(path.equals("the message") ? name : path + "." + name, value.path(name));
  }

  boolean has(String name) {
    return !at(name).isAbsent();
  }

  Optional<Field> ifPresent() {
    return isAbsent() ? Optional.empty() : Optional.of(this);
  }

  Field object() {
    return require(value.isObject(), "an object");
  }

  /** Key and value of each entry of an object. */
  Stream<Entry> entries() {
    return object().value.properties().stream()
        .map(entry ->
            new Entry(
                entry.getKey(),
                new Field(path + "[\"" + Text.brief(entry.getKey()) + "\"]", entry.getValue())));
  }

  Stream<Field> items() {
    require(value.isArray(), "a list");
    return IntStream.range(0, value.size())
        .mapToObj(index -> new Field(path + "[" + index + "]", value.path(index)));
  }

  String text() {
    return require(value.isTextual(), "text").value.textValue();
  }

  /** Text that fits {@code form} as a whole. */
  String text(Pattern form, String wanted) {
    require(value.isTextual() && form.matcher(text()).matches(), wanted);
    return text();
  }

  int integer(int lowest, int highest) {
    return (int) whole(lowest, highest);
  }

  /** So many of something; none, too. */
  int count() {
    return integer(0, Integer.MAX_VALUE);
  }

  long whole(long lowest, long highest) {
    require(
        value.canConvertToLong()
            && value.isIntegralNumber()
            && lowest <= value.longValue()
            && value.longValue() <= highest,
        "a whole number from " + lowest + " to " + highest);
    return value.longValue();
  }

  Duration duration(Duration lowest, Duration highest) {
    var wanted = "an ISO-8601 duration from " + lowest + " to " + highest;
    var duration = parse(Duration::parse, wanted);
    require(duration.compareTo(lowest) >= 0 && duration.compareTo(highest) <= 0, wanted);
    return duration;
  }

  Instant time() {
    return parse(Instant::parse, "a time such as 2026-03-02T12:00:00Z");
  }

  boolean yesOrNo() {
    return require(value.isBoolean(), "true or false").value.booleanValue();
  }

  /** Text as {@code parse} reads it; what it refuses is not what was wanted. */
  <T> T parse(Function<String, T> parse, String wanted) {
    require(value.isTextual(), wanted);
    try {
      return parse.apply(text());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw instead(wanted);
    }
  }

  Malformed instead(String wanted) {
    return new Malformed(path, wanted, isAbsent() ? "nothing" : Text.brief(value.toString()));
  }

  private Field require(boolean holds, String wanted) {
    if (!holds) {
      throw instead(wanted);
    }
    return this;
  }

  private boolean isAbsent() {
    return value.isMissingNode() || value.isNull();
  }

  /** An entry of an object whose keys are data. */
  record Entry(String key, Field field) {

    /** The key as {@code parse} reads it. */
    <T> T key(Function<String, T> parse, String wanted) {
      try {
        return parse.apply(key);
      } catch (IllegalArgumentException e) {
        throw new Malformed(field.path, wanted + " as the key", "\"" + Text.brief(key) + "\"");
      }
    }
  }
}
