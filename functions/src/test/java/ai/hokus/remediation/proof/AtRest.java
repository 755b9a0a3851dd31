package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.world.InMemoryChannel;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What must be true of the world while nobody is at work. */
final class AtRest {
  private final Stage stage;
  private final Judge judge;

  /**
   * Of a stage.
   *
   * @param judge who is told what is not
   */
  AtRest(Stage stage, Judge judge) {
    this.stage = stage;
    this.judge = judge;
  }

  /** Whenever. */
  void now() {
    for (var thread : stage.ledger().threads()) {
      isWhole(thread);
      stage.channels().forEach(channel -> isInOrder(thread, channel));
    }
  }

  /** Once everything has settled. */
  void end(Tale tale) {
    var dossier = stage.ledger().dossier(Stage.SERVICE);
    judge.must(6, stage.endpoint().equals(tale.end()), "the endpoint ends at " + stage.endpoint());
    judge.must(10, !stage.ledger().isHeld(Stage.SERVICE), "the lease never came free");
    stage.ledger().threads().forEach(this::hasArrived);
    if (tale.isOver()) {
      judge.must(6, dossier.fallback().isEmpty(), "a fallback is still on file");
      judge.must(10, dossier.incident().isEmpty(), "the incident stays open");
      judge.must(
          8,
          registered(_ -> true).containsAll(stage.serving()),
          "not all who serve are registered");
      judge.must(
          6,
          stage.serving().containsAll(registered(Instance.Ours.class::isInstance)),
          "who has gone is still registered");
    }
    now();
  }

  /** After the last sweeps over what has settled. */
  void rested(boolean hasRested) {
    judge.must(7, hasRested, "something is written where nothing changed");
  }

  private Set<String> registered(Predicate<Instance> which) {
    return stage.world().instances().stream()
        .filter(which)
        .map(Instance::id)
        .collect(Collectors.toSet());
  }

  private void isWhole(String thread) {
    var numbers = stage.ledger().messages(thread).stream().map(Message::number).toList();
    judge.must(12, numbers.equals(upTo(numbers.size())), "of " + thread + " there are " + numbers);
  }

  private void isInOrder(String thread, InMemoryChannel channel) {
    var numbers = channel.numbers(thread);
    judge.must(
        10,
        numbers.equals(upTo(numbers.size())),
        "of " + thread + " there came to " + channel.name() + " " + numbers);
  }

  private void hasArrived(String thread) {
    int last = stage.ledger().messages(thread).size();
    for (var channel : stage.channels()) {
      judge.must(
          10,
          channel.numbers(thread).size() == last,
          "of %d messages of %s there came to %s %s"
              .formatted(last, thread, channel.name(), channel.numbers(thread)));
    }
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
