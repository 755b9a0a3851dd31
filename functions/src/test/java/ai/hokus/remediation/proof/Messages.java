package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.world.InMemoryChannel;
import java.util.List;
import java.util.stream.IntStream;

/** What must be true of what is told, while nobody is at work. */
final class Messages {
  private final Books books;
  private final List<InMemoryChannel> channels;
  private final Rules rules;

  /**
   * Those that were filed, and came to channels.
   *
   * @param rules who is told of what is not true
   */
  Messages(Books books, List<InMemoryChannel> channels, Rules rules) {
    this.books = books;
    this.channels = channels;
    this.rules = rules;
  }

  /** Whenever. */
  void areInOrder() {
    for (var thread : books.threads()) {
      isWhole(thread);
      channels.forEach(channel -> isInOrder(thread, channel));
    }
  }

  /** Once everything has settled. */
  void haveArrived() {
    for (var thread : books.threads()) {
      int last = books.messages(thread).size();
      for (var channel : channels) {
        rules.must(
            10,
            channel.numbers(thread).size() == last,
            "of %d messages of %s there came to %s %s"
                .formatted(last, thread, channel.name(), channel.numbers(thread)));
      }
    }
  }

  /** Whenever: of an incident that is open each message was filed that it counts. */
  void areSaid(Incident open) {
    int filed = books.messages(open.id()).size();
    rules.must(
        12,
        filed == open.told(),
        "of %d messages of %s %d were filed".formatted(open.told(), open.id(), filed));
  }

  /** Once it is over. */
  void saysThatItIsOver(String incident) {
    rules.must(
        12,
        books.messages(incident).stream()
            .reduce((_, last) -> last)
            .filter(last -> last.weight() == Message.Weight.GOOD)
            .isPresent(),
        incident + " is over, and nobody was told");
  }

  private void isWhole(String thread) {
    var numbers = books.messages(thread).stream().map(Message::number).toList();
    rules.must(12, numbers.equals(upTo(numbers.size())), "of " + thread + " there are " + numbers);
  }

  private void isInOrder(String thread, InMemoryChannel channel) {
    var numbers = channel.numbers(thread);
    rules.must(
        10,
        numbers.equals(upTo(numbers.size())),
        "of " + thread + " there came to " + channel.name() + " " + numbers);
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
