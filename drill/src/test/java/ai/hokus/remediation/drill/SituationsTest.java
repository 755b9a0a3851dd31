package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Situations, played in the world and judged from outside. Every test has a world of its own and
 * begins in sync: one task of MLflow, registered by ECS.
 */
class SituationsTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private World world;

  @BeforeEach
  void up() {
    world = World.up();
  }

  @AfterEach
  void down() {
    world.close();
  }

  @Test
  @DisplayName("situation.registryForgotten.world")
  void registersATaskThatItsServiceForgot() {
    world.run("recreate-without-registries", "mlflow");
    assertThat(world.addresses()).isEmpty();

    world.invoke("TaskStateChanged", "task-running");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
    assertThat(world.addresses()).isEqualTo(addressesOfTasks());
  }

  /**
   * Had anybody asked for the name while it was gone, its callers would wait out the negative TTL.
   */
  @Test
  void answersTheFirstCallerAtOnce() {
    world.run("recreate-without-registries", "mlflow");

    world.invoke("TaskStateChanged", "task-running");

    // A caller gives a connection 1 s, so on a busy machine he may have to come again; had he heard
    // that there is no such name, that would not help him.
    World.await(() -> world.callersStatus() == 200);
  }

  @Test
  void repairsWithoutAnyEvent() {
    world.run("recreate-without-registries", "mlflow");

    sweep();

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.alreadyThere.world")
  void writesNothingWhereAllIsWell() {
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(world.writesSince(mark)).isEmpty();
  }

  @Test
  void writesNothingASecondTime() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(world.writesSince(mark)).isEmpty();
  }

  @Test
  void leavesWhatIsForeignAsItWas() {
    world.run("add-foreign-instance", "by-hand");
    var foreign = instancesOf("foreign");
    assertThat(foreign).hasSize(1);
    world.run("recreate-without-registries", "mlflow");

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(instancesOf("ours")).hasSize(1);
    assertThat(instancesOf("foreign")).isEqualTo(foreign);
  }

  @Test
  @DisplayName("situation.oursDiffers.world")
  void setsRightWhatSomebodyChanged() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    var right = world.instances();
    world.overwrite(right.getFirst(), Map.of("AWS_INSTANCE_PORT", "5999"));

    world.invoke("Sweep", "scheduled");

    assertThat(world.instances()).isEqualTo(right);
  }

  @Test
  @DisplayName("situation.taskStopped.world")
  void followsAReplacedTask() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    world.run("replace-task", "mlflow");

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("TaskStateChanged", "task-stopped");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.asleep.world, name.asleep.world")
  void releasesWhatIsOursWhenTheServiceSleeps() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");

    world.run("scale", "mlflow", "0");
    world.invoke("Sweep", "scheduled");

    assertThat(world.instances()).isEmpty();
    assertThat(name()).startsWith("asleep: ");
  }

  @Test
  @DisplayName("situation.young.world")
  void waitsOnAnEventForATaskThatIsStillStarting() {
    world.run("recreate-without-registries", "mlflow");
    world.run("stop-answering", "mlflow");
    var address = addressesOfTasks().getFirst();

    var answer = world.invokeAside("TaskStateChanged", "task-running");
    // It was asked once in vain: what registers the task is that it is asked again.
    world.awaitACallerWhoGaveUp(address, 5000);
    world.run("answer-again", "mlflow");

    var passes = answer.join().get("services");
    assertThat(says(passes.get(0))).contains("young");
    assertThat(passes.get(1).get("done")).hasSize(1);
    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.young.world, name.emptied.world: in a sweep")
  void leavesATaskThatIsStillStartingToTheNextSweep() {
    world.run("recreate-without-registries", "mlflow");
    world.run("stop-listening", "mlflow");

    var mlflow = sweep();

    assertThat(says(mlflow)).contains("young");
    assertThat(name(mlflow)).isEqualTo("emptied");
    assertThat(world.instances()).isEmpty();
  }

  @Test
  @DisplayName("situation.refuted.world")
  void registersNoTaskThatIsDown() {
    world.run("configure", "settings", "{\"youngFor\": \"PT1S\"}");
    world.run("recreate-without-registries", "mlflow");
    world.run("stop-listening", "mlflow");

    assertThat(says(sweep())).contains("refuted");

    assertThat(world.instances()).isEmpty();
  }

  @Test
  @DisplayName("situation.refuted.world: silent while another answers")
  void registersNoTaskThatIsSilentWhileAnotherAnswers() {
    world.run("configure", "settings", "{\"youngFor\": \"PT1S\"}");
    world.run("scale", "mlflow", "2");
    world.run("recreate-without-registries", "mlflow");
    world.run("stop-answering", "mlflow");

    var mlflow = mlflow(world.invoke("Sweep", "scheduled"));

    assertThat(says(mlflow)).contains("refuted");
    assertThat(mlflow.get("done")).hasSize(1);
    assertThat(world.instances()).hasSize(1);
  }

  @Test
  @DisplayName("situation.rejected.world, name.rejectedBoth.world")
  void registersATaskThatRefusesItsHostAndSaysSo() {
    world.run("allow-hosts", "localhost");
    world.run("recreate-without-registries", "mlflow");

    assertThat(says(sweep())).contains("rejected");

    assertThat(name()).startsWith("rejectedBoth: ");
    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.unaskedAll.world")
  void registersUnverifiedWhereNobodyCanBeAsked() {
    world.run("recreate-without-registries", "mlflow");
    world.run("fail-function", "Probe");

    assertThat(says(sweep())).contains("unaskedAll");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.noAddress.world")
  void registersNoTaskWithoutAnAddressOfIpv4() {
    world.run("recreate-in-ipv6-subnet", "mlflow");

    assertThat(says(sweep())).contains("noAddress");

    assertThat(world.instances()).isEmpty();
  }

  @Test
  @DisplayName("situation.outsideCidrs.world")
  void registersNoTaskOutsideOfTheConfiguredBlocks() {
    world.run("configure", "cidrs", "[\"10.0.0.0/16\"]");
    world.run("recreate-without-registries", "mlflow");

    assertThat(says(sweep())).contains("outsideCidrs");

    assertThat(world.instances()).isEmpty();
  }

  @Test
  @DisplayName("situation.operationFailed.world")
  void triesAgainWhatCloudMapFailed() {
    world.run("recreate-without-registries", "mlflow");
    world.run("fail-operations", "the hosted zone is gone");

    assertThatExceptionOfType(World.FunctionError.class)
        .isThrownBy(() -> world.invoke("TaskStateChanged", "task-running"))
        .withMessageContaining("the hosted zone is gone");
    assertThat(world.instances()).isEmpty();

    world.run("fail-operations", "off");
    // Not within a minute: it would take the turns of others.
    World.await(Duration.ofSeconds(90), this::isRegisteredByAnEvent);
    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  private boolean isRegisteredByAnEvent() {
    try {
      world.invoke("TaskStateChanged", "task-running");
    } catch (World.FunctionError notYet) {
      return false;
    }
    return !world.instances().isEmpty();
  }

  @Test
  @DisplayName("situation.operationInFlight.world")
  void leavesAnInstanceToTheOperationThatIsUnderWay() {
    world.run("recreate-without-registries", "mlflow");
    // Longer than a few sweeps.
    world.run("slow-operations", "60");
    var task = world.runningTasks(MLFLOW).getFirst();
    world.beginToRegister(
        task.get("id").asText(), Map.of("AWS_INSTANCE_IPV4", task.get("ip").asText()));

    var mlflow = sweep();

    assertThat(mlflow.get("held").toString()).contains("operationInFlight");
    assertThat(mlflow.get("failed")).isEmpty();
  }

  @Test
  @DisplayName("situation.notOursWithTaskId.world")
  void overwritesNothingThatIsNotItsOwn() {
    world.run("recreate-without-registries", "mlflow");
    var task = world.runningTasks(MLFLOW).getFirst();
    world.register(task.get("id").asText(), Map.of("AWS_INSTANCE_IPV4", "10.9.9.9"));
    var before = world.instances();

    assertThat(says(sweep())).contains("notOursWithTaskId");

    assertThat(world.instances()).isEqualTo(before);
  }

  @Test
  @DisplayName("situation.anotherGuard.world")
  void onlyObservesWhatAnotherStackGuards() {
    world.run("recreate-without-registries", "mlflow");
    world.register(
        "another", Map.of("AWS_INSTANCE_IPV4", "10.9.9.9", "REMEDIATION_OWNER", "another-stack"));
    var before = world.instances();

    var mlflow = sweep();

    assertThat(says(mlflow)).contains("anotherGuard");
    assertThat(mlflow.get("held")).hasSize(1);
    assertThat(world.instances()).isEqualTo(before);
  }

  @Test
  @DisplayName("situation.nativeLeftBehind.world")
  void releasesWhatEcsLeftBehindUnderSync() {
    world.run("configure", "policy", "\"sync\"");
    world.run("replace-task", "mlflow");
    var standing = world.instances();
    var stopped = world.tasks(MLFLOW, "STOPPED").getFirst();
    world.register(
        stopped.get("id").asText(),
        Map.of(
            "AWS_INSTANCE_IPV4",
            stopped.get("ip").asText(),
            "ECS_CLUSTER_NAME",
            "hokusai-development",
            "ECS_SERVICE_NAME",
            MLFLOW));

    assertThat(sweep().get("done").toString()).contains("nativeLeftBehind");

    assertThat(world.instances()).isEqualTo(standing);
  }

  @Test
  @DisplayName("situation.cloudMapGone.world, name.emptied.world")
  void saysThatCloudMapHasNoSuchService() {
    world.run("recreate-without-registries", "mlflow");
    world.deleteCloudMapService();

    var mlflow = sweep();

    assertThat(says(mlflow)).contains("cloudMapGone");
    assertThat(name(mlflow)).isEqualTo("emptied");
  }

  @Test
  @DisplayName("situation.ecsServiceGone.world")
  void saysThatEcsHasNoSuchService() {
    world.run("delete-service", "mlflow");

    assertThat(says(sweep())).contains("ecsServiceGone");
  }

  @Test
  @DisplayName("name.onlyByAddress.world")
  void seesThatOnlyTheNameDoesNotServe() {
    world.run("configure", "policy", "\"observe\"");
    // The world gives no task this address of its subnet.
    var nobody = addressesOfTasks().getFirst().replaceFirst("\\d+$", "251");
    world.run("recreate-without-registries", "mlflow");
    world.register("dead", Map.of("AWS_INSTANCE_IPV4", nobody));

    assertThat(name()).startsWith("onlyByAddress: ");
    assertThat(sweep().get("held")).hasSize(1);
    assertThat(instancesOf("ours")).isEmpty();
  }

  @Test
  @DisplayName("situation.handOver.world")
  void leavesItsInstancesToTheirTasksWhenEcsTakesTheServiceBack() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");

    world.run("recreate-with-registries", "mlflow");
    world.invoke("Sweep", "scheduled");

    assertThat(world.instances())
        .singleElement()
        .satisfies(instance -> assertThat(instance.get("owner").asText()).isEqualTo("native"));
  }

  @Test
  @DisplayName("situation.unhealthyTask.world")
  void registersNoTaskWhoseContainerIsUnhealthy() {
    world.run("recreate-without-registries", "mlflow");
    world.run("make-unhealthy", "mlflow");

    assertThat(says(sweep())).contains("unhealthyTask");

    assertThat(world.instances()).isEmpty();
  }

  @Test
  @DisplayName("name.settling.world")
  void saysForHowLongResolversKeepTheirOldAnswer() {
    world.run("recreate-without-registries", "mlflow");
    // A caller asks in vain: for five minutes its resolver now knows that there is no such name.
    assertThat(world.callersStatus()).isEqualTo(502);

    assertThat(name()).startsWith("settling: ");
    assertThat(name()).as("in a later pass, too").startsWith("settling: ");
  }

  @Test
  @DisplayName("name.noRecord.world")
  void callsANameBrokenThatHasNoRecordThoughSomebodyIsRegistered() {
    world.run("recreate-without-registries", "mlflow");
    // For five minutes the resolver now knows that there is no such name: nobody of ours ended
    // that.
    assertThat(world.callersStatus()).isEqualTo(502);
    var task = world.runningTasks(MLFLOW).getFirst();
    world.register(task.get("id").asText(), Map.of("AWS_INSTANCE_IPV4", task.get("ip").asText()));

    assertThat(name()).startsWith("noRecord: ");
  }

  @Test
  @DisplayName("name.good.world, name.half.world")
  void namesTheAddressThatDoesNotServe() {
    world.run("scale", "mlflow", "2");
    assertThat(name()).startsWith("good: ");
    var down = addressesOfTasks().getFirst();

    world.run("stop-listening", "mlflow");

    var verdict = sweep().get("name").asText();
    assertThat(verdict).startsWith("half: ").contains(down + " (native instance ");
    assertThat(world.instances()).hasSize(2);
  }

  @Test
  @DisplayName("name.zoneNotSeen.world, name.blind.world")
  void doesNotCallANameBrokenThatItCannotSee() {
    world.run("hide-zone", "on");
    assertThat(name()).startsWith("zoneNotSeen: ");
    world.run("hide-zone", "off");

    world.run("fail-dns", "on");
    assertThat(name()).startsWith("blind: ").endsWith("the resolver answered SERVFAIL");
  }

  /**
   * A sweep's verdict about MLflow's name, row and reason. On a machine that is busy an answer may
   * come too late, which proves nothing: then another sweep asks again.
   */
  private String name() {
    // A sweep that did something is not made again, though it may have heard of the name too late.
    var verdict = new AtomicReference<>("");
    World.await(
        Duration.ofMinutes(2),
        () -> {
          verdict.set(sweep().get("name").asText());
          return !verdict.get().contains("no answer");
        });
    return verdict.get();
  }

  /** What a sweep answers about MLflow; where it is in sync, only the name's verdict. */
  private JsonNode sweep() {
    return mlflow(World.unhurried(() -> world.invoke("Sweep", "scheduled")));
  }

  private static JsonNode mlflow(JsonNode answer) {
    return StreamSupport.stream(answer.get("services").spliterator(), false)
        .filter(service -> service.get("service").asText().equals("mlflow"))
        .findFirst()
        .orElseGet(() -> {
          var line = answer.at("/inSync/mlflow").asText();
          return JsonNodeFactory.instance
              .objectNode()
              .put("name", line.substring(line.indexOf("; ") + 2));
        });
  }

  /** The situations that are told of, by their rows' names. */
  private static List<String> says(JsonNode service) {
    return StreamSupport.stream(service.get("says").spliterator(), false)
        .map(line -> row(line.asText()))
        .toList();
  }

  /** The row of its verdict about the name. */
  private static String name(JsonNode service) {
    return row(service.get("name").asText());
  }

  /** What stands before the colon. */
  private static String row(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  private void isOursAndLeadsToTheTask(JsonNode instance) {
    assertThat(instance.get("owner").asText()).isEqualTo("ours");
    assertThat(instance.get("port").asInt()).isEqualTo(5000);
    assertThat(List.of(instance.get("ipv4").asText())).isEqualTo(addressesOfTasks());
  }

  private List<String> addressesOfTasks() {
    return world.runningTasks(MLFLOW).stream().map(task -> task.get("ip").asText()).toList();
  }

  private List<JsonNode> instancesOf(String owner) {
    return world.instances().stream()
        .filter(instance -> instance.get("owner").asText().equals(owner))
        .toList();
  }
}
