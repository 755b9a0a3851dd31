package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Settings;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The small world of the tests: three tasks, four addresses, one guarded service. Few on purpose,
 * since clashes are then common.
 */
public final class Sample {
  public static final Instant NOON = Instant.parse("2025-08-01T12:00:00Z");

  public static final TaskId A = new TaskId("a".repeat(32));
  public static final TaskId B = new TaskId("b".repeat(32));
  public static final TaskId C = new TaskId("c".repeat(32));

  public static final Ipv4 IP1 = new Ipv4("10.0.0.1");
  public static final Ipv4 IP2 = new Ipv4("10.0.0.2");
  public static final Ipv4 IP3 = new Ipv4("10.0.0.3");
  public static final Ipv4 IP4 = new Ipv4("10.0.0.4");

  /** What started the tasks of the samples. */
  public static final String DEPLOYMENT = "ecs-svc/1234567890123456789";

  private static final Deployment ROLLING = new Deployment.Rolling(1);

  /** In none of the blocks that {@link #MLFLOW} admits. */
  public static final Ipv4 OUTSIDE = new Ipv4("192.168.0.1");

  public static final Guard GUARD =
      new Guard("arn:aws:ecs:us-east-1:123456789012:cluster/hokusai-development", "our-stack");

  /** A Cloud Map service of A records with custom health, as the sample configuration has it. */
  public static final CloudMapService CLOUD_MAP =
      new CloudMapService(
          "srv-mlflow",
          "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-mlflow",
          "mlflow.hokusai-development.local",
          "hokusai-development.local",
          Set.of("A"),
          Duration.ofSeconds(10),
          true,
          true);

  /** The same, and it takes no health from us. */
  public static final CloudMapService NO_CUSTOM_HEALTH =
      new CloudMapService(
          CLOUD_MAP.id(),
          CLOUD_MAP.arn(),
          CLOUD_MAP.name(),
          CLOUD_MAP.zone(),
          CLOUD_MAP.recordTypes(),
          CLOUD_MAP.recordTtl(),
          false,
          true);

  /** The same, whose resolvers may keep a record for ten minutes. */
  public static final CloudMapService LONG_TTL =
      new CloudMapService(
          CLOUD_MAP.id(),
          CLOUD_MAP.arn(),
          CLOUD_MAP.name(),
          CLOUD_MAP.zone(),
          CLOUD_MAP.recordTypes(),
          Duration.ofMinutes(10),
          true,
          true);

  /** The same, and its name answers with one instance at a time. */
  public static final CloudMapService WEIGHTED =
      new CloudMapService(
          CLOUD_MAP.id(),
          CLOUD_MAP.arn(),
          CLOUD_MAP.name(),
          CLOUD_MAP.zone(),
          CLOUD_MAP.recordTypes(),
          CLOUD_MAP.recordTtl(),
          true,
          false);

  public static final GuardedService MLFLOW = guarded(Policy.REPAIR);

  private Sample() {}

  /** A look at the sample's service by one who remembers nothing. */
  public static Look look(Instant at) {
    return new Look(MLFLOW, GUARD, Memory.NONE, at);
  }

  public static GuardedService guarded(Policy policy) {
    return guarded(policy, Settings.DEFAULTS);
  }

  public static GuardedService guarded(Policy policy, Settings settings) {
    return new GuardedService(
        "mlflow",
        policy,
        "hokusai-mlflow-development",
        5000,
        new CloudMapRef.ByName("hokusai-development.local", "mlflow"),
        new ProbeRequest(
            "POST",
            "/api/2.0/mlflow/experiments/search",
            "{\"max_results\":1}",
            Set.of(200),
            "mlflow.hokusai-development.local:5000",
            Duration.ofSeconds(2)),
        List.of(Cidr.parse("10.0.0.0/16")),
        settings,
        Optional.empty(),
        List.of(),
        Set.of(),
        GuardedService.EnterFallback.NEVER);
  }

  /** An active service that registers its tasks with our Cloud Map service. */
  public static EcsService ecs(int desiredCount) {
    return new EcsService("ACTIVE", desiredCount, Set.of(CLOUD_MAP.arn()), ROLLING);
  }

  /** The incident: the same, recreated with {@code serviceRegistries: []}. */
  public static EcsService forgetful(int desiredCount) {
    return new EcsService("ACTIVE", desiredCount, Set.of(), ROLLING);
  }

  /** The same, as ECS shows it while and after it is deleted. */
  public static EcsService deleted(String status) {
    return new EcsService(status, 0, Set.of(), ROLLING);
  }

  /** The same, of which only what {@code startedBy} started is in production. */
  public static EcsService oneColour(String startedBy) {
    return new EcsService("ACTIVE", 1, Set.of(), new Deployment.OneColour(startedBy));
  }

  /** The same, with so many deployments that have tasks. */
  public static EcsService rolling(int active) {
    return new EcsService("ACTIVE", 1, Set.of(), new Deployment.Rolling(active));
  }

  /** The same task, of another deployment or task set. */
  public static Task startedBy(String deployment, Task task) {
    return new Task(
        task.id(),
        task.lastStatus(),
        task.desiredStatus(),
        task.health(),
        task.address(),
        task.availabilityZone(),
        task.family(),
        deployment,
        task.startedAt(),
        task.stoppedAt());
  }

  public static EcsService twoColours(int desiredCount) {
    return new EcsService(
        "ACTIVE", desiredCount, Set.of(CLOUD_MAP.arn()), new Deployment.TwoColours());
  }

  /** The same, of one colour. */
  public static EcsService oneColour(int desiredCount) {
    return new EcsService(
        "ACTIVE",
        desiredCount,
        Set.of(CLOUD_MAP.arn()),
        new EcsService.Deployment.OneColour(DEPLOYMENT));
  }

  /** RUNNING for an hour: old enough for everything. */
  public static Task running(TaskId id, Ipv4 address) {
    return running(id, address, Duration.ofHours(1));
  }

  public static Task running(TaskId id, Ipv4 address, Duration since) {
    return task(id, "RUNNING", "RUNNING", Optional.of(address), since, Optional.empty());
  }

  public static Task unhealthy(TaskId id, Ipv4 address) {
    return with(Task.Health.UNHEALTHY, running(id, address));
  }

  public static Task healthy(TaskId id, Ipv4 address) {
    return with(Task.Health.HEALTHY, running(id, address));
  }

  /** The same task, of whose container ECS says this. */
  public static Task with(Task.Health health, Task task) {
    return new Task(
        task.id(),
        task.lastStatus(),
        task.desiredStatus(),
        health,
        task.address(),
        task.availabilityZone(),
        task.family(),
        task.startedBy(),
        task.startedAt(),
        task.stoppedAt());
  }

  public static Task withoutAddress(TaskId id) {
    return task(id, "RUNNING", "RUNNING", Optional.empty(), Duration.ofHours(1), Optional.empty());
  }

  /** Wanted, and not RUNNING yet. */
  public static Task starting(TaskId id, Ipv4 address) {
    return task(
        id, "PENDING", "RUNNING", Optional.of(address), Duration.ofHours(1), Optional.empty());
  }

  /** Still RUNNING, and asked to stop. */
  public static Task stopping(TaskId id, Ipv4 address) {
    return task(
        id, "RUNNING", "STOPPED", Optional.of(address), Duration.ofHours(1), Optional.empty());
  }

  /** What somebody remembers who did not see the registration of {@code task} end in SUCCESS. */
  public static Memory unproven(TaskId task) {
    return unproven(Map.of(task, new Memory.Sent(NOON.minusSeconds(60))));
  }

  public static Memory unproven(Map<TaskId, Memory.Sent> sent) {
    return new Memory(
        Map.of(), Map.of(), Map.of(), sent, Optional.empty(), Map.of(), Map.of(), Optional.empty());
  }

  /** STOPPED for ten seconds. */
  public static Task stopped(TaskId id, Ipv4 address) {
    return stopped(id, address, Duration.ofSeconds(10));
  }

  public static Task stopped(TaskId id, Ipv4 address, Duration ago) {
    return task(
        id,
        "STOPPED",
        "STOPPED",
        Optional.of(address),
        Duration.ofHours(1),
        Optional.of(NOON.minus(ago)));
  }

  private static Task task(
      TaskId id,
      String lastStatus,
      String desiredStatus,
      Optional<Ipv4> address,
      Duration since,
      Optional<Instant> stoppedAt) {
    return new Task(
        id,
        lastStatus,
        desiredStatus,
        Task.Health.UNKNOWN,
        address,
        "us-east-1a",
        "mlflow",
        DEPLOYMENT,
        Optional.of(NOON.minus(since)),
        stoppedAt);
  }

  /** Exactly as this stack registers the task. */
  public static Instance.Ours ours(TaskId id, Ipv4 address) {
    return new Instance.Ours(id.value(), registration(id, address).attributes());
  }

  public static Registration registration(TaskId id, Ipv4 address) {
    return Registration.of(running(id, address), address, MLFLOW, CLOUD_MAP, GUARD);
  }

  /** As ECS itself registers the task. */
  public static Instance.Native ofEcs(TaskId id, Ipv4 address) {
    var attributes = new TreeMap<>(registration(id, address).attributes());
    attributes.remove(Registration.OWNER);
    return new Instance.Native(id.value(), attributes);
  }

  public static Instance.Foreign foreign(String id, Ipv4 address) {
    return new Instance.Foreign(id, Map.of(Registration.IPV4, address.dotted()));
  }

  /** As this stack registers a task of another ECS service. */
  public static Instance.Foreign sister(TaskId id, Ipv4 address) {
    var attributes = new TreeMap<>(registration(id, address).attributes());
    attributes.put(Registration.SERVICE, "another-service");
    return new Instance.Foreign(id.value(), attributes);
  }

  public static Instance.AnotherGuards anotherGuards(TaskId id, Ipv4 address) {
    var attributes = new TreeMap<>(registration(id, address).attributes());
    attributes.put(Registration.OWNER, "another-stack");
    return new Instance.AnotherGuards(id.value(), attributes, "another-stack");
  }
}
