package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.ports.AlarmBoard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** CloudWatch's alarms in memory: can be told to refuse, and counts how often it is asked. */
public final class InMemoryAlarmBoard implements AlarmBoard {
  private final Map<String, Alarm> alarms = new TreeMap<>();
  private Runnable before = () -> {};
  private boolean refuses;
  private int asked;

  // What the board is told.

  /** Makes an alarm of this name, or changes it; its actions are as they were. */
  public synchronized InMemoryAlarmBoard shows(String name, Alarm.State state) {
    alarms.merge(
        name, new Alarm(name, state, false), (was, now) -> new Alarm(name, state, was.muted()));
    return this;
  }

  /** People do not want to be disturbed by the alarm. */
  public synchronized InMemoryAlarmBoard mutes(String name) {
    alarms.computeIfPresent(name, (_, alarm) -> new Alarm(name, alarm.state(), true));
    return this;
  }

  /** Somebody deletes it. */
  public synchronized InMemoryAlarmBoard loses(String name) {
    alarms.remove(name);
    return this;
  }

  /** Happens once, directly before the board is asked next. */
  public synchronized InMemoryAlarmBoard before(Runnable something) {
    before = something;
    return this;
  }

  /** From now on nothing can be read. */
  public synchronized InMemoryAlarmBoard refuses() {
    refuses = true;
    return this;
  }

  public synchronized InMemoryAlarmBoard heals() {
    refuses = false;
    return this;
  }

  // To be taken back to where it was.

  private record State(Map<String, Alarm> alarms, boolean refuses) {}

  /** As it is now, for {@link #become}. */
  public synchronized Object state() {
    return new State(new TreeMap<>(alarms), refuses);
  }

  /** As it was then. */
  public synchronized void become(Object then) {
    var state = (State) then;
    alarms.clear();
    alarms.putAll(state.alarms());
    refuses = state.refuses();
  }

  // What can be asked about it.

  public synchronized int count() {
    return asked;
  }

  // The port.

  @Override
  public synchronized Reading<List<Alarm>> alarms(Set<String> names) {
    if (names.isEmpty()) {
      return new Reading.Complete<>(List.of());
    }
    asked++;
    var happens = before;
    before = () -> {};
    happens.run();
    return refuses
        ? new Reading.Partial<>(List.of(), "CloudWatch does not answer")
        : new Reading.Complete<>(
            new TreeSet<>(names).stream().filter(alarms::containsKey).map(alarms::get).toList());
  }
}
