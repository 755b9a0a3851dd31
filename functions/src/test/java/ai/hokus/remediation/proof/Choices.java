package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Interleaving.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    var awake =
        IntStream.range(0, steps.size())
            .filter(number -> !asleep.contains(steps.get(number)))
            .boxed()
            .toList();
    var next = steps.size() == 1 ? awake.stream().findFirst() : chosen(steps.size(), awake);
    next.ifPresent(number -> {
      var others = awake.stream().filter(other -> other < number).map(steps::get);
      asleep =
          Stream.concat(asleep.stream(), others)
              .filter(other -> Commuting.commute(other, steps.get(number)))
              .toList();
    });
    return next.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private Optional<Integer> chosen(int number, List<Integer> awake) {
    int place = made.size();
    var chosen =
        place < wanted.size()
            ? Optional.of(Math.min(wanted.get(place), number - 1))
            : awake.stream().findFirst();
    chosen.ifPresent(each -> {
      made.add(each);
      left.add(awake.stream().filter(other -> other > each).toList());
    });
    return chosen;
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
