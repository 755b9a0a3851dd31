package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Task;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * Events as EventBridge delivers them: the samples of {@code events/}, with the fields set that
 * tell one change from another.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html">Amazon
 *     ECS task state change events</a>
 */
final class EcsEvents {
  private static final JsonMapper JSON = new JsonMapper();
  private static final ObjectNode STARTING = sample("task-pending");
  private static final ObjectNode RUNNING = sample("task-running");
  private static final ObjectNode STOPPED = sample("task-stopped");
  private static final ObjectNode STEADY = sample("service-steady-state");
  private static final ObjectNode DEPLOYED = sample("deployment-completed");

  private final Guard guard;
  private int made;

  EcsEvents(Guard guard) {
    this.guard = guard;
  }

  /**
   * {@code ECS Task State Change}.
   *
   * @param ecsService whose task it is
   * @param version how many changes of this task made an event, this one included
   */
  byte[] changed(String ecsService, Task task, int version, Instant at) {
    var event = stamped(likest(task), at);
    var arn = guard.clusterArn().replace(":cluster/", ":task/") + "/" + task.id();
    event.putArray("resources").add(arn);
    var detail = (ObjectNode) event.get("detail");
    detail.put("clusterArn", guard.clusterArn());
    detail.put("group", "service:" + ecsService);
    detail.put("taskArn", arn);
    detail.put("lastStatus", task.lastStatus());
    detail.put("desiredStatus", task.desiredStatus());
    detail.put("version", version);
    detail.put("updatedAt", at.toString());
    task.startedAt().ifPresent(started -> detail.put("startedAt", started.toString()));
    task.stoppedAt().ifPresent(stopped -> detail.put("stoppedAt", stopped.toString()));
    task.address().ifPresentOrElse(address -> at(detail, address), () -> nowhere(detail));
    return bytes(event);
  }

  /** {@code ECS Service Action}: SERVICE_STEADY_STATE. */
  byte[] steady(String ecsService, Instant at) {
    return aboutService(STEADY, ecsService, at);
  }

  /** {@code ECS Deployment State Change}: SERVICE_DEPLOYMENT_COMPLETED. */
  byte[] deployed(String ecsService, Instant at) {
    return aboutService(DEPLOYED, ecsService, at);
  }

  private byte[] aboutService(ObjectNode sample, String ecsService, Instant at) {
    var event = stamped(sample, at);
    event.putArray("resources").add(guard.serviceArn(ecsService));
    return bytes(event);
  }

  private ObjectNode stamped(ObjectNode sample, Instant at) {
    return sample
        .deepCopy()
        .put("id", new UUID(0, ++made).toString())
        .put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The sample that has the fields which a task in this status has. */
  private static ObjectNode likest(Task task) {
    return switch (task.lastStatus()) {
      case "PROVISIONING", "PENDING" -> STARTING;
      case "STOPPED" -> STOPPED;
      default -> RUNNING;
    };
  }

  private static void at(ObjectNode detail, Ipv4 address) {
    for (JsonNode attribute : detail.at("/attachments/0/details")) {
      if (attribute.at("/name").asText().equals("privateIPv4Address")) {
        ((ObjectNode) attribute).put("value", address.dotted());
      }
    }
    ((ObjectNode) detail.at("/containers/0/networkInterfaces/0"))
        .put("privateIpv4Address", address.dotted());
  }

  /** The network interface comes after PROVISIONING. */
  private static void nowhere(ObjectNode detail) {
    ((ObjectNode) detail.at("/attachments/0")).put("status", "PRECREATED").putArray("details");
    ((ObjectNode) detail.at("/containers/0")).putArray("networkInterfaces");
  }

  private static byte[] bytes(ObjectNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode sample(String name) {
    try (var in = EcsEvents.class.getResourceAsStream("/events/" + name + ".json")) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
