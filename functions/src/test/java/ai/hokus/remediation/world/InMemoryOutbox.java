package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.MessageJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The outbox in memory; it can be told to fail, before or after it did what was asked. Messages are
 * kept as text, as the ledger does.
 */
public final class InMemoryOutbox implements Outbox {
  private final Map<String, Item> items = new HashMap<>();
  private Fault fault = Fault.NONE;

  /** How calls end. */
  public enum Fault {
    NONE,
    BEFORE,
    AFTER
  }

  private static final class Item {
    final Map<Integer, String> texts = new TreeMap<>();
    final Map<String, Integer> sent = new TreeMap<>();
    Optional<Instant> due = Optional.empty();
    boolean spoilt;
    int last;

    private Then then() {
      return new Then(new TreeMap<>(texts), new TreeMap<>(sent), due, spoilt, last);
    }

    private static Item of(Then then) {
      var item = new Item();
      item.texts.putAll(then.texts());
      item.sent.putAll(then.sent());
      item.due = then.due();
      item.spoilt = then.spoilt();
      item.last = then.last();
      return item;
    }
  }

  /** An item as it was. */
  private record Then(
      Map<Integer, String> texts,
      Map<String, Integer> sent,
      Optional<Instant> due,
      boolean spoilt,
      int last) {

    /** What messages say makes no difference. */
    private Then alike() {
      var numbers = new TreeMap<>(texts);
      numbers.replaceAll((_, _) -> "");
      return new Then(numbers, sent, due, spoilt, last);
    }
  }

  private record State(Map<String, Then> items) {}

  // To be taken back to where it was.

  /** As it is now, for {@link #become}; how its calls fail stays. */
  public synchronized Object state() {
    return new State(then());
  }

  /** Outboxes of which this is equal go on alike, whatever the messages in them say. */
  public synchronized Object alike() {
    var then = then();
    then.replaceAll((_, item) -> item.alike());
    return new State(then);
  }

  private Map<String, Then> then() {
    var then = new TreeMap<String, Then>();
    items.forEach((thread, item) -> then.put(thread, item.then()));
    return then;
  }

  /** As it was then. */
  public synchronized void become(Object then) {
    items.clear();
    ((State) then).items().forEach((thread, item) -> items.put(thread, Item.of(item)));
  }

  /** The threads in whose boxes something waits, in the order of their names. */
  public synchronized List<String> waiting() {
    return items.entrySet().stream()
        .filter(each -> each.getValue().due.isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** As filing an entry with this message does. */
  public synchronized void file(Message message, Instant due) {
    file(message.thread(), message.number(), MessageJson.write(message), due);
  }

  /** The same with any text in the message's place. */
  public synchronized void file(String thread, int number, String text, Instant due) {
    var item = items.computeIfAbsent(thread, _ -> new Item());
    item.texts.put(number, text);
    item.last = number;
    item.spoilt = false;
    item.due = Optional.of(due);
  }

  /** Makes the number of the last message something that is none. */
  public synchronized void spoil(String thread) {
    items.get(thread).spoilt = true;
  }

  /** From now on every call ends so. */
  public synchronized void fails(Fault how) {
    fault = how;
  }

  @Override
  public synchronized Box read(String thread) {
    return answer(() ->
        item(thread)
            .flatMap(item -> item.due.map(due -> box(thread, item, due)))
            .orElseGet(Box.Empty::new));
  }

  private static Box box(String thread, Item item, Instant due) {
    if (item.spoilt) {
      return new Box.Senseless(thread, due.toString(), "last is spoilt");
    }
    var letters =
        item.texts.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> letter(thread, entry.getKey(), entry.getValue())));
    return new Box.Full(thread, item.last, letters, item.sent);
  }

  private static Letter letter(String thread, int number, String text) {
    try {
      var message = MessageJson.read(text);
      return message.thread().equals(thread) && message.number() == number
          ? new Letter.Written(message)
          : new Letter.Illegible(
              number, "it says that it is number " + message.number() + " of " + message.thread());
    } catch (Malformed why) {
      return new Letter.Illegible(number, String.valueOf(why.getMessage()));
    }
  }

  @Override
  public synchronized void sent(String thread, String channel, int number) {
    answer(() -> item(thread).map(item -> item.sent.merge(channel, number, Math::max)));
  }

  @Override
  public synchronized void settle(Box.Full box) {
    answer(() ->
        item(box.thread()).filter(item -> item.last == box.last()).map(item -> settled(item, box)));
  }

  private static Item settled(Item item, Box.Full box) {
    item.due = Optional.empty();
    item.texts.keySet().removeAll(box.letters().keySet());
    return item;
  }

  @Override
  public synchronized void setAside(Box.Senseless box) {
    answer(() ->
        item(box.thread())
            .filter(item -> item.due.map(Instant::toString).equals(Optional.of(box.due())))
            .map(item -> due(item, Optional.empty())));
  }

  @Override
  public synchronized Set<String> forgotten(Instant now, int most) {
    var longAgo = now.minus(FORGOTTEN_AFTER);
    return answer(() ->
        items.entrySet().stream()
            .filter(each -> each.getValue().due.filter(due -> due.isBefore(longAgo)).isPresent())
            .map(Map.Entry::getKey)
            .limit(most)
            .collect(Collectors.toSet()));
  }

  @Override
  public synchronized boolean touch(String thread, Instant now) {
    var longAgo = now.minus(FORGOTTEN_AFTER);
    return answer(() ->
        item(thread)
            .filter(item -> item.due.filter(due -> due.isBefore(longAgo)).isPresent())
            .map(item -> due(item, Optional.of(now)))
            .isPresent());
  }

  private static Item due(Item item, Optional<Instant> due) {
    item.due = due;
    return item;
  }

  private Optional<Item> item(String thread) {
    return Optional.ofNullable(items.get(thread));
  }

  private <T> T answer(Supplier<T> call) {
    if (fault == Fault.BEFORE) {
      throw new Unavailable("the outbox is not there");
    }
    var answer = call.get();
    if (fault == Fault.AFTER) {
      throw new Unavailable("no answer from the outbox");
    }
    return answer;
  }
}
