package ai.hokus.remediation.world;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.OUTSIDE;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A world of up to three ids and five addresses, as chance wants it: tasks in every state,
 * instances of every owner, often at each other's addresses, readings that fail. The same seed
 * always makes the same world.
 */
public final class RandomWorld {
  private static final List<TaskId> IDS = List.of(A, B, C);
  private static final List<Ipv4> ADDRESSES = List.of(IP1, IP2, IP3, IP4);
  private static final List<Policy> POLICIES = List.of(Policy.values());
  private static final List<Call> READINGS =
      List.of(Call.RUNNING, Call.DESCRIBE, Call.LIST, Call.ASK);

  private final SplittableRandom random;
  private final InMemoryWorld world = new InMemoryWorld();

  private RandomWorld(long seed) {
    random = new SplittableRandom(seed);
  }

  public static InMemoryWorld of(long seed) {
    return new RandomWorld(seed).make();
  }

  /** A policy for the world of this seed. */
  public static Policy policy(long seed) {
    return POLICIES.get((int) (seed % POLICIES.size()));
  }

  private InMemoryWorld make() {
    world.ecs(
        new EcsService(
            "ACTIVE",
            random.nextInt(3),
            random.nextBoolean() ? Set.of(CLOUD_MAP.arn()) : Set.of(),
            oneIn(4) ? new Deployment.TwoColours() : new Deployment.Rolling(1)));
    for (var id : IDS.subList(0, 1 + random.nextInt(IDS.size()))) {
      var address = address();
      if (!oneIn(4)) {
        world.tasks(task(id, address));
      }
      if (!oneIn(3)) {
        world.instances(instance(id, oneIn(3) ? address() : address));
      }
    }
    if (oneIn(4)) {
      world.instances(Sample.foreign("by-hand", address()));
    }
    for (var address : ADDRESSES) {
      world.answers(address, verdict());
    }
    READINGS.stream().filter(reading -> oneIn(12)).forEach(world::refuses);
    if (oneIn(6)) {
      world.refuses(Call.SERVICE);
    }
    return world;
  }

  private Task task(TaskId id, Ipv4 address) {
    return switch (random.nextInt(14)) {
      case 0 -> Sample.running(id, address, Duration.ofSeconds(5));
      case 1 -> Sample.running(id, address, Duration.ofSeconds(90));
      case 2 -> Sample.running(id, OUTSIDE);
      case 3 -> Sample.unhealthy(id, address);
      case 4 -> Sample.withoutAddress(id);
      case 5 -> Sample.starting(id, address);
      case 6, 7 -> Sample.stopping(id, address);
      case 8, 9 -> Sample.stopped(id, address);
      case 10 -> Sample.stopped(id, address, Duration.ofMinutes(5));
      default -> Sample.running(id, address);
    };
  }

  private Instance instance(TaskId id, Ipv4 address) {
    return switch (random.nextInt(16)) {
      case 0 -> Sample.anotherGuards(id, address);
      case 1, 2 -> Sample.foreign(id.value(), address);
      case 3, 4, 5, 6, 7 -> Sample.ofEcs(id, address);
      default -> Sample.ours(id, address);
    };
  }

  private Verdict verdict() {
    return switch (random.nextInt(6)) {
      case 0 -> new Verdict.Rejected(403);
      case 1 -> new Verdict.Down("connection refused");
      case 2 -> new Verdict.Silent("no answer in 2 s");
      default -> new Verdict.Ok(200);
    };
  }

  private Ipv4 address() {
    return ADDRESSES.get(random.nextInt(ADDRESSES.size()));
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }
}
