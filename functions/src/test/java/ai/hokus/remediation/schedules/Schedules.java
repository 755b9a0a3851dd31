package ai.hokus.remediation.schedules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The schedules of a scenario: all of them where that can be, else those that chance wants. */
final class Schedules {
  private final Schedule prompt;
  private final List<Integer> made;
  private final int places;

  Schedules(Scenario scenario) {
    prompt = Schedule.prompt(scenario);
    made = scenario.made();
    places = prompt.delivered().size();
  }

  /**
   * Every event once or never, at its own stage or at any later one or hours late, in every order
   * of those that arrive together; no sweep before the end.
   */
  Set<Schedule> every() {
    var found = new LinkedHashSet<Schedule>();
    place(0, new ArrayList<>(Collections.nCopies(places, List.<Integer>of())), found);
    return found;
  }

  /** Every event in time, and one of them once more, anywhere after; with sweeps, and without. */
  Set<Schedule> doubled() {
    var found = new LinkedHashSet<Schedule>();
    var inTime = prompt.delivered();
    for (int event = 0; event < made.size(); event++) {
      for (int place = made.get(event); place < places; place++) {
        for (int at = 0; at <= inTime.get(place).size(); at++) {
          var more = new ArrayList<>(inTime);
          more.set(place, with(inTime.get(place), at, event));
          found.add(new Schedule(more, false));
          found.add(new Schedule(more, true));
        }
      }
    }
    return found;
  }

  /** Each event up to three times, anywhere after it was made, shuffled. */
  Schedule sample(long seed) {
    var random = new Random(seed);
    var delivered = Stream.generate(ArrayList<Integer>::new).limit(places).toList();
    for (int event = 0; event < made.size(); event++) {
      for (int times = random.nextInt(4); times > 0; times--) {
        delivered.get(made.get(event) + random.nextInt(places - made.get(event))).add(event);
      }
    }
    delivered.forEach(events -> Collections.shuffle(events, random));
    return new Schedule(List.copyOf(delivered), random.nextBoolean());
  }

  private void place(int event, List<List<Integer>> delivered, Set<Schedule> found) {
    if (event == made.size()) {
      found.add(new Schedule(delivered, false));
      return;
    }
    place(event + 1, delivered, found);
    for (int place = made.get(event); place < places; place++) {
      var before = delivered.get(place);
      for (int at = 0; at <= before.size(); at++) {
        delivered.set(place, with(before, at, event));
        place(event + 1, delivered, found);
      }
      delivered.set(place, before);
    }
  }

  private static List<Integer> with(List<Integer> events, int at, int event) {
    var more = new ArrayList<>(events);
    more.add(at, event);
    return List.copyOf(more);
  }
}
