package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Outbox.Box;
import ai.hokus.remediation.ports.Outbox.Letter;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.MessageJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What stands in the ledger's table about one thread of messages.
 *
 * <pre>
 * id            outbox/THREAD
 * m1, m2, …     the messages by number, as JSON; those that every channel has are gone
 * last          number of the newest
 * due           since when something may be unsent; absent where nothing is
 * sent_CHANNEL  number of the last one that this channel has
 * expires       when DynamoDB takes the item away, in seconds since 1970
 * </pre>
 */
record OutboxItem(String thread, Map<String, AttributeValue> attributes) {
  static final String LETTER = "m";
  static final String SENT = "sent_";

  private static final Pattern LETTERS = Pattern.compile(LETTER + "([1-9][0-9]{0,8})");

  private static final String PREFIX = "outbox/";

  static String id(String thread) {
    return PREFIX + thread;
  }

  /** Whose box an item is; empty where it is none. */
  static Optional<String> thread(String id) {
    return Optional.of(id)
        .filter(each -> each.startsWith(PREFIX))
        .map(each -> each.substring(PREFIX.length()));
  }

  Box box() {
    var due = Optional.ofNullable(attributes.get("due")).map(AttributeValue::s);
    return due.map(this::box).orElseGet(Box.Empty::new);
  }

  private Box box(String due) {
    try {
      return new Box.Full(thread, number("last"), letters(), sent());
    } catch (IllegalArgumentException why) {
      return new Box.Senseless(thread, due, String.valueOf(why.getMessage()));
    }
  }

  private Map<Integer, Letter> letters() {
    var letters = new HashMap<Integer, Letter>();
    attributes.forEach((name, value) -> {
      var found = LETTERS.matcher(name);
      if (found.matches()) {
        int number = Integer.parseInt(found.group(1));
        letters.put(number, letter(number, Optional.ofNullable(value.s()).orElse("")));
      }
    });
    return letters;
  }

  private Letter letter(int number, String text) {
    try {
      var message = MessageJson.read(text);
      return isOurs(message, number)
          ? new Letter.Written(message)
          : new Letter.Illegible(
              number,
              "it says that it is number %d of %s"
                  .formatted(message.number(), Text.brief(message.thread())));
    } catch (Malformed why) {
      return new Letter.Illegible(number, Text.line(String.valueOf(why.getMessage())));
    }
  }

  private boolean isOurs(Message message, int number) {
    return message.number() == number && message.thread().equals(thread);
  }

  private Map<String, Integer> sent() {
    var sent = new HashMap<String, Integer>();
    attributes.keySet().stream()
        .filter(name -> name.startsWith(SENT))
        .forEach(name -> sent.put(name.substring(SENT.length()), number(name)));
    return sent;
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException saying what stands there instead
   */
  private int number(String name) {
    var value = Optional.ofNullable(attributes.get(name));
    return value
        .map(AttributeValue::n)
        .flatMap(OutboxItem::parsed)
        .orElseThrow(() ->
            new IllegalArgumentException(
                name + " is " + value.map(found -> Text.brief(found.toString())).orElse("absent")));
  }

  private static Optional<Integer> parsed(String digits) {
    return Optional.of(digits).filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf);
  }
}
