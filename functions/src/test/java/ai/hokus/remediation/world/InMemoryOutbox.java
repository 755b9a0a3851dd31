package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.MessageJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The outbox in memory; it can be told to refuse. Messages are kept as text, as the ledger does.
 */
public final class InMemoryOutbox implements Outbox {
  private final Map<String, Item> items = new HashMap<>();
  private boolean refuses;

  private static final class Item {
    final Map<Integer, String> texts = new TreeMap<>();
    final Map<String, Integer> sent = new TreeMap<>();
    Optional<Instant> due = Optional.empty();
    boolean spoilt;
    int last;
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

  /** From now on every call fails, or no longer. */
  public synchronized void refuse(boolean wanted) {
    refuses = wanted;
  }

  @Override
  public synchronized Box read(String thread) {
    return item(thread)
        .flatMap(item -> item.due.map(due -> box(thread, item, due)))
        .orElseGet(Box.Empty::new);
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
    item(thread).ifPresent(item -> item.sent.merge(channel, number, Math::max));
  }

  @Override
  public synchronized void settle(Box.Full box) {
    item(box.thread())
        .filter(item -> item.last == box.last())
        .ifPresent(item -> {
          item.due = Optional.empty();
          item.texts.keySet().removeAll(box.letters().keySet());
        });
  }

  @Override
  public synchronized void setAside(Box.Senseless box) {
    item(box.thread())
        .filter(item -> item.due.map(Instant::toString).equals(Optional.of(box.due())))
        .ifPresent(item -> item.due = Optional.empty());
  }

  @Override
  public synchronized boolean touch(String thread, Instant now) {
    var forgotten =
        item(thread)
            .filter(item ->
                item.due.filter(due -> due.isBefore(now.minus(FORGOTTEN_AFTER))).isPresent());
    forgotten.ifPresent(item -> item.due = Optional.of(now));
    return forgotten.isPresent();
  }

  private Optional<Item> item(String thread) {
    if (refuses) {
      throw new Unavailable("the outbox is not there");
    }
    return Optional.ofNullable(items.get(thread));
  }
}
