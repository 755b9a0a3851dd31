package ai.hokus.remediation.world;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.ports.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the ledger in memory keeps beside the services: closed incidents, and the outbox. */
final class Filed {
  private final Map<String, Incident> closed = new TreeMap<>();
  private final Map<String, SortedMap<Integer, Message>> outbox = new TreeMap<>();

  private record State(
      Map<String, Incident> closed, Map<String, SortedMap<Integer, Message>> outbox) {}

  Object state() {
    return new State(new TreeMap<>(closed), copied(outbox));
  }

  void become(Object then) {
    var state = (State) then;
    closed.clear();
    closed.putAll(state.closed());
    outbox.clear();
    outbox.putAll(copied(state.outbox()));
  }

  private record Alike(Set<Reversal> closed, Map<String, List<Integer>> numbers) {}

  /** Which messages there are, and what may still be undone. */
  Object alike() {
    var numbers = new TreeMap<String, List<Integer>>();
    outbox.forEach((thread, messages) -> numbers.put(thread, List.copyOf(messages.keySet())));
    return new Alike(closed.values().stream().map(Reversal::of).collect(toSet()), numbers);
  }

  private static Map<String, SortedMap<Integer, Message>> copied(
      Map<String, SortedMap<Integer, Message>> outbox) {
    var copy = new TreeMap<String, SortedMap<Integer, Message>>();
    outbox.forEach((thread, messages) -> copy.put(thread, new TreeMap<>(messages)));
    return copy;
  }

  void close(Incident incident) {
    closed.putIfAbsent(incident.id(), incident);
  }

  void amend(Incident incident) {
    closed.replace(incident.id(), incident);
  }

  Optional<Incident> incident(String id) {
    return Optional.ofNullable(closed.get(id));
  }

  void send(Message message) {
    var thread = outbox.computeIfAbsent(message.thread(), _ -> new TreeMap<>());
    thread.put(message.number(), message);
    thread.headMap(message.number() - Ledger.MESSAGES_KEPT + 1).clear();
  }

  List<String> threads() {
    return List.copyOf(outbox.keySet());
  }

  List<Message> messages(String thread) {
    return List.copyOf(outbox.getOrDefault(thread, new TreeMap<>()).values());
  }
}
