package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Message;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A message as it waits in the outbox: JSON with the names of {@link Message}'s parts, lists that
 * are empty left out, times in UTC.
 */
public final class MessageJson {
  private static final int MOST = 1_000_000;

  private MessageJson() {}

  /** The message as JSON; the same message always gives the same text. */
  public static String write(Message message) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("thread", message.thread())
        .put("number", message.number())
        .put("at", message.at().toString())
        .put("service", message.service())
        .put("weight", message.weight().name().toLowerCase(Locale.ROOT))
        .put("happened", message.happened());
    putLines(json, "done", message.done());
    putLines(json, "now", message.now());
    putLines(json, "you", message.you());
    message.back().ifPresent(command -> json.put("back", command));
    return json.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws Malformed naming the first field that makes no sense
   */
  public static Message read(String json) {
    var message = Field.message(json.getBytes(StandardCharsets.UTF_8));
    return new Message(
        message.at("thread").text(),
        message.at("number").integer(1, MOST),
        message.at("at").time(),
        message.at("service").text(),
        message.at("weight").parse(MessageJson::weight, "alert, change or good"),
        message.at("happened").text(),
        lines(message.at("done")),
        lines(message.at("now")),
        lines(message.at("you")),
        message.at("back").ifPresent().map(Field::text));
  }

  private static Message.Weight weight(String word) {
    return Stream.of(Message.Weight.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static void putLines(ObjectNode json, String name, List<String> lines) {
    if (!lines.isEmpty()) {
      var list = json.putArray(name);
      lines.forEach(list::add);
    }
  }

  private static List<String> lines(Field list) {
    return list.ifPresent().stream().flatMap(Field::items).map(Field::text).toList();
  }
}
