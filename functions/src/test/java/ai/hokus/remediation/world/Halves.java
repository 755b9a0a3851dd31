package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is left of a reading of which the second page did not come. */
public final class Halves {
  private static final String WHY = "the second page was throttled";

  private Halves() {}

  /** Whether half of it is anything. */
  public static boolean hasHalf(Object answer) {
    return answer instanceof Reading.Complete<?>(var whole)
        && switch (whole) {
          case Listing.Found found -> !found.instances().isEmpty();
          case Tasks tasks -> !tasks.known().isEmpty();
          case Set<?> ids -> !ids.isEmpty();
          default -> false;
        };
  }

  /** The first half, the bigger one, of an answer that {@link #hasHalf}; others as they are. */
  static Object of(Object answer) {
    if (!(answer instanceof Reading.Complete<?>(var whole))) {
      return answer;
    }
    return switch (whole) {
      case Listing.Found found ->
          new Reading.Partial<Listing>(
              new Listing.Found(found.service(), half(found.instances())), WHY);
      case Tasks tasks -> new Reading.Partial<>(new Tasks(half(tasks.known()), Set.of()), WHY);
      case Set<?> ids ->
          new Reading.Partial<>(
              ids.stream()
                  .map(TaskId.class::cast)
                  .sorted()
                  .limit((ids.size() + 1) / 2)
                  .collect(Collectors.toSet()),
              WHY);
      default -> answer;
    };
  }

  private static <T> List<T> half(List<T> all) {
    return all.subList(0, (all.size() + 1) / 2);
  }
}
