package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A channel in memory: it keeps what arrives, and can be told how the next messages fare. */
public final class InMemoryChannel implements Channel {
  private final String name;
  private final List<Message> arrived = new ArrayList<>();
  private final Deque<Function<Message, Delivery>> script = new ArrayDeque<>();
  private int sends;
  private boolean isDown;

  private record State(List<Message> arrived, boolean isDown) {}

  public InMemoryChannel(String name) {
    this.name = name;
  }

  /** The next message does not arrive. */
  public InMemoryChannel fails() {
    script.add(_ -> new Delivery.TryAgain(Optional.empty(), "not now"));
    return this;
  }

  /** Nothing arrives, until it is up again. */
  public InMemoryChannel isDown(boolean isSo) {
    isDown = isSo;
    return this;
  }

  /** The next message does not arrive, since there are too many. */
  public InMemoryChannel asksToWait(Duration after) {
    script.add(_ -> new Delivery.TryAgain(Optional.of(after), "too many"));
    return this;
  }

  /** The next message arrives, and nobody hears of it. */
  public InMemoryChannel losesTheAnswer() {
    script.add(message -> {
      arrived.add(message);
      return new Delivery.TryAgain(Optional.empty(), "no answer");
    });
    return this;
  }

  /** The next message is not taken, ever. */
  public InMemoryChannel refuses() {
    script.add(_ -> new Delivery.Refused("no such thing"));
    return this;
  }

  /** The next message arrives. */
  public InMemoryChannel takes() {
    script.add(this::take);
    return this;
  }

  /** As it is now, for {@link #become}; what was told of the next messages stays. */
  public Object state() {
    return new State(List.copyOf(arrived), isDown);
  }

  /**
   * Channels of which this is equal have the same messages, in the order in which each came, and
   * take them or do not.
   */
  public Object alike() {
    var numbers = new TreeMap<String, List<Integer>>();
    arrived.forEach(message -> numbers.computeIfAbsent(message.thread(), this::numbers));
    return Map.entry(numbers, isDown);
  }

  /** As it was then: a {@link #state}. */
  public void become(Object then) {
    var state = (State) then;
    arrived.clear();
    arrived.addAll(state.arrived());
    isDown = state.isDown();
  }

  /** The numbers of a thread's messages that arrived, each where it came first. */
  public List<Integer> numbers(String thread) {
    return arrived.stream()
        .filter(message -> message.thread().equals(thread))
        .map(Message::number)
        .distinct()
        .toList();
  }

  /** The numbers of all that arrived, in their order. */
  public List<Integer> numbers() {
    return arrived.stream().map(Message::number).toList();
  }

  public int sends() {
    return sends;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Delivery send(Message message) {
    sends++;
    if (isDown) {
      return new Delivery.TryAgain(Optional.empty(), "it is down");
    }
    return script.isEmpty() ? take(message) : script.remove().apply(message);
  }

  private Delivery take(Message message) {
    arrived.add(message);
    return new Delivery.Sent();
  }
}
