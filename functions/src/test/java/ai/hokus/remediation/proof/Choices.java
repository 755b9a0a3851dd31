package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Interleaving.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who went on wherever several could, and so who might have: all orders, one after the other, but
 * for those in which only steps have changed places that commute.
 *
 * <p>By sleep sets: once all orders in which a step comes next were gone through, it is put to
 * sleep for the others, until one that does not commute with it was made. Where all steps sleep,
 * whatever follows was played before.
 *
 * @see <a href="https://doi.org/10.1007/3-540-60761-7">Godefroid, Partial-Order Methods for the
 *     Verification of Concurrent Systems</a>
 */
final class Choices implements Interleaving.Choice {
  private final List<Integer> wanted = new ArrayList<>();
  private final List<Integer> made = new ArrayList<>();

  /** Who else is still to be tried at each place, in the order in which they are. */
  private final List<List<Integer>> left = new ArrayList<>();

  private List<Step> asleep = List.of();

  /** From now on these, and then always the first. */
  void wants(List<Integer> choices) {
    wanted.clear();
    wanted.addAll(choices);
    made.clear();
    left.clear();
    asleep = List.of();
  }

  @Override
  public int among(int number) {
    throw new IllegalStateException("no call takes time");
  }

  @Override
  public OptionalInt next(List<Step> steps) {
    var awake = awake(steps);
    // What is asked for is made, whatever other order it is like.
    boolean isWanted = steps.size() > 1 && made.size() < wanted.size();
    if (awake.isEmpty() && !isWanted) {
      return OptionalInt.empty();
    }
    int next = steps.size() == 1 ? 0 : chosen(steps.size(), awake);
    asleep = asleepAfter(next, awake, steps);
    return OptionalInt.of(next);
  }

  private List<Integer> awake(List<Step> steps) {
    var awake = new ArrayList<Integer>(steps.size());
    for (int number = 0; number < steps.size(); number++) {
      if (!asleep.contains(steps.get(number))) {
        awake.add(number);
      }
    }
    return awake;
  }

  private int chosen(int number, List<Integer> awake) {
    int place = made.size();
    int chosen = place < wanted.size() ? Math.min(wanted.get(place), number - 1) : awake.getFirst();
    made.add(chosen);
    left.add(awake.stream().filter(other -> other > chosen).toList());
    return chosen;
  }

  /** Those that slept, and all of an earlier turn, but for what does not commute with this one. */
  private List<Step> asleepAfter(int next, List<Integer> awake, List<Step> steps) {
    var all = new ArrayList<>(asleep);
    awake.stream().filter(other -> other < next).map(steps::get).forEach(all::add);
    all.removeIf(other -> !Commuting.commute(other, steps.get(next)));
    return List.copyOf(all);
  }

  /** Whether it was possible to make those that were wanted. */
  boolean areAsWanted() {
    return made.size() >= wanted.size() && made.subList(0, wanted.size()).equals(wanted);
  }

  /** Those to be made for the next order, which no earlier one had; empty after the last. */
  Optional<List<Integer>> next() {
    for (int place = made.size() - 1; place >= 0; place--) {
      if (!left.get(place).isEmpty()) {
        var next = new ArrayList<>(made.subList(0, place));
        next.add(left.get(place).getFirst());
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
