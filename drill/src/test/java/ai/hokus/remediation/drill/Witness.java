package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Sees from outside what an invocation makes of MLflow's instances, knowing what ECS knows of its
 * tasks.
 */
final class Witness {
  private static final String OWNER = "REMEDIATION_OWNER";
  private static final String IPV4 = "AWS_INSTANCE_IPV4";

  private final World world;
  private final String ecsService;

  Witness(World world, String ecsService) {
    this.world = world;
    this.ecsService = ecsService;
  }

  /** Runs an invocation in a world that is held, and judges what it changed. */
  void watch(Runnable invocation) {
    var before = world.listed();
    invocation.run();
    var after = world.listed();

    var running = running();
    var serving = serving();
    before.forEach((id, attributes) -> {
      if (!attributes.containsKey(OWNER)) {
        assertThat(after).as("what is not ours").containsEntry(id, attributes);
      }
    });
    after.forEach((id, attributes) -> {
      if (!attributes.equals(before.get(id))) {
        assertThat(running())
            .as("written for one who runs")
            .containsEntry(id, attributes.get(IPV4));
      }
    });
    var registered = new TreeSet<>(before.keySet());
    registered.retainAll(running.keySet());
    assertThat(after.keySet()).as("who runs keeps its place").containsAll(registered);
    if (before.keySet().stream().anyMatch(serving::contains)) {
      assertThat(after.keySet())
          .as("the name leads to one who serves")
          .containsAnyElementsOf(serving);
    }
  }

  /** Whose task is registered where; of those that carry our mark, or of those that do not. */
  Map<String, String> registered(boolean ours) {
    return world.listed().entrySet().stream()
        .filter(instance -> instance.getValue().containsKey(OWNER) == ours)
        .collect(Collectors.toMap(Map.Entry::getKey, instance -> instance.getValue().get(IPV4)));
  }

  /** The addresses of the tasks that run and are to go on, by task. */
  Map<String, String> running() {
    return world.tasks(ecsService).stream()
        .filter(task -> is(task, "lastStatus", "RUNNING") && is(task, "desiredStatus", "RUNNING"))
        .collect(
            Collectors.toMap(task -> task.get("id").asText(), task -> task.get("ip").asText()));
  }

  /** The tasks whose application has not been told to end. */
  private Set<String> serving() {
    return world.tasks(ecsService).stream()
        .filter(task -> is(task, "lastStatus", "RUNNING") || is(task, "lastStatus", "DEACTIVATING"))
        .map(task -> task.get("id").asText())
        .collect(Collectors.toSet());
  }

  private static boolean is(JsonNode task, String field, String value) {
    return task.get(field).asText().equals(value);
  }
}
