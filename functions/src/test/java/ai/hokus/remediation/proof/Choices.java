package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.Interleaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who went on wherever several could, and so who might have: all orders, one after the other. */
final class Choices implements Interleaving.Choice {
  private final List<Integer> wanted = new ArrayList<>();
  private final List<Integer> made = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  /** From now on these, and then always the first. */
  void wants(List<Integer> choices) {
    wanted.clear();
    wanted.addAll(choices);
    made.clear();
    numbers.clear();
  }

  @Override
  public int among(int number) {
    int place = made.size();
    made.add(place < wanted.size() ? Math.min(wanted.get(place), number - 1) : 0);
    numbers.add(number);
    return made.getLast();
  }

  /** Those to be made for the next order, which no earlier one had; empty after the last. */
  Optional<List<Integer>> next() {
    for (int place = made.size() - 1; place >= 0; place--) {
      if (made.get(place) + 1 < numbers.get(place)) {
        var next = new ArrayList<>(made.subList(0, place));
        next.add(made.get(place) + 1);
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
