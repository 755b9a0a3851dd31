package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Audience.Listener;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Unavailable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consumers of an endpoint in memory, with one task each. A deployment begins when it is asked for
 * or told of, and makes no progress until it is told to.
 */
public final class InMemoryConsumers implements Consumers {

  /** What can be asked; each kind can be refused, and is counted. */
  public enum Call {
    LOOK,
    REDEPLOY
  }

  private final InstantSource clock;
  private final Map<String, Audience> audiences = new TreeMap<>();
  private final Set<Call> refused = EnumSet.noneOf(Call.class);
  private final Map<Call, Integer> counted = new EnumMap<>(Call.class);
  private boolean losesAnswers;
  private int made;

  public InMemoryConsumers(InstantSource clock) {
    this.clock = clock;
  }

  // What the consumers are told.

  /** A service whose task runs since now, by a deployment that is complete. */
  public synchronized InMemoryConsumers runs(String ecsService) {
    audiences.put(ecsService, new Audience(ecsService, List.of(), List.of()));
    return deploys(ecsService).settles(ecsService);
  }

  /** Somebody else deploys: a new task is created, and starts once it is told to settle. */
  public synchronized InMemoryConsumers deploys(String ecsService) {
    begin(ecsService);
    return this;
  }

  /** The task of the newest deployment has started, and all others are gone. */
  public synchronized InMemoryConsumers settles(String ecsService) {
    var was = audiences.get(ecsService);
    var started = Optional.of(clock.instant());
    var newest = was.tasks().getLast();
    return is(
        ecsService,
        List.of(new Listener(newest.id(), newest.created(), newest.started().or(() -> started))),
        List.of(ended(was.deployments().getFirst(), "COMPLETED")));
  }

  /** The task of the newest deployment did not come up, and ECS gave up. */
  public synchronized InMemoryConsumers fails(String ecsService) {
    var was = audiences.get(ecsService);
    var rollouts = new ArrayList<>(was.deployments());
    rollouts.set(0, ended(rollouts.getFirst(), "FAILED"));
    return is(ecsService, was.tasks().subList(0, was.tasks().size() - 1), rollouts);
  }

  public synchronized InMemoryConsumers gone(String ecsService) {
    audiences.remove(ecsService);
    return this;
  }

  /** From now on these calls fail, and have no effect. */
  public synchronized InMemoryConsumers refuses(Call... calls) {
    refused.addAll(List.of(calls));
    return this;
  }

  /** From now on deployments begin, and nobody is told so. */
  public synchronized InMemoryConsumers losesAnswers() {
    losesAnswers = true;
    return this;
  }

  public synchronized InMemoryConsumers heals() {
    refused.clear();
    losesAnswers = false;
    return this;
  }

  // To be taken back to where they were.

  private record State(Map<String, Audience> audiences, int made) {}

  /** As they are now, for {@link #become}. */
  public synchronized Object state() {
    return new State(new TreeMap<>(audiences), made);
  }

  /** As they were then. */
  public synchronized void become(Object then) {
    var state = (State) then;
    audiences.clear();
    audiences.putAll(state.audiences());
    made = state.made();
  }

  // What can be asked about them.

  public synchronized int count(Call call) {
    return counted.getOrDefault(call, 0);
  }

  // The port.

  @Override
  public synchronized Reading<Optional<Audience>> look(String ecsService) {
    counted.merge(Call.LOOK, 1, Integer::sum);
    return refused.contains(Call.LOOK)
        ? new Reading.Partial<>(Optional.empty(), "ECS does not answer")
        : new Reading.Complete<>(Optional.ofNullable(audiences.get(ecsService)));
  }

  @Override
  public synchronized String redeploy(String ecsService) {
    counted.merge(Call.REDEPLOY, 1, Integer::sum);
    if (refused.contains(Call.REDEPLOY) || !audiences.containsKey(ecsService)) {
      throw new Unavailable("ECS refuses to deploy " + ecsService);
    }
    var id = begin(ecsService);
    if (losesAnswers) {
      throw new Unavailable("ECS's answer was lost");
    }
    return id;
  }

  private String begin(String ecsService) {
    var was = audiences.get(ecsService);
    var now = clock.instant();
    made++;
    var tasks = new ArrayList<>(was.tasks());
    tasks.add(new Listener(new TaskId("%032x".formatted(made)), now, Optional.empty()));
    var rollouts = new ArrayList<>(was.deployments());
    rollouts.addFirst(new Rollout("ecs-svc/" + made, "IN_PROGRESS", now));
    is(ecsService, tasks, rollouts);
    return rollouts.getFirst().id();
  }

  private static Rollout ended(Rollout rollout, String state) {
    return new Rollout(rollout.id(), state, rollout.created());
  }

  private InMemoryConsumers is(String ecsService, List<Listener> tasks, List<Rollout> rollouts) {
    audiences.put(ecsService, new Audience(ecsService, tasks, rollouts));
    return this;
  }
}
