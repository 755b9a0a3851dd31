package ai.hokus.remediation.schedules;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which events are delivered while the world is at each stage, and in which order.
 *
 * @param delivered for each stage, the numbers of the events that arrive at it; one more list than
 *     there are stages: the last arrive hours after everything has settled
 * @param swept whether the sweep comes after every stage; it always does at the end
 */
record Schedule(List<List<Integer>> delivered, boolean swept) {
  Schedule {
    delivered = delivered.stream().map(List::copyOf).toList();
  }

  /** Every event at once, in order. */
  static Schedule prompt(Scenario scenario) {
    var made = scenario.made();
    return new Schedule(
        IntStream.rangeClosed(0, scenario.stages().size())
            .mapToObj(stage ->
                IntStream.range(0, made.size())
                    .filter(event -> made.get(event) == stage)
                    .boxed()
                    .toList())
            .toList(),
        true);
  }

  /** {@code 0 1|-|1|2 0, swept}: the events of each stage, those after the last bar hours late. */
  @Override
  public String toString() {
    return delivered.stream()
            .map(events ->
                events.isEmpty()
                    ? "-"
                    : events.stream().map(String::valueOf).collect(Collectors.joining(" ")))
            .collect(Collectors.joining("|"))
        + (swept ? ", swept" : "");
  }
}
