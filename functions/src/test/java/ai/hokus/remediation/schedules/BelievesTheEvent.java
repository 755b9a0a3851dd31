package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes the statuses in the event for those that the task now has: the commonest mistake. */
final class BelievesTheEvent implements Doorman {
  private static final JsonMapper JSON = new JsonMapper();

  private final Doorman functions;
  private Optional<Task> told = Optional.empty();
  private final Ecs ecs;

  BelievesTheEvent(Ecs ecs) {
    this.ecs = ecs;
    functions =
        Doorman.seeing(
            new MistakenCatalog(ecs.world(), this::alsoListed, this::asTold), ecs.world(), ecs);
  }

  @Override
  public void ring(byte[] event) {
    told = read(event);
    functions.ring(event);
    told = Optional.empty();
  }

  @Override
  public void sweep() {
    functions.sweep();
  }

  private Set<TaskId> alsoListed(Set<TaskId> listed) {
    return Stream.concat(listed.stream(), told.filter(Task::isRunning).map(Task::id).stream())
        .collect(Collectors.toSet());
  }

  private Tasks asTold(Tasks tasks) {
    return new Tasks(
        tasks.known().stream()
            .map(task -> told.filter(other -> other.id().equals(task.id())).orElse(task))
            .toList(),
        tasks.missing());
  }

  private Optional<Task> read(byte[] event) {
    try {
      var detail = JSON.readTree(event).get("detail");
      return Optional.ofNullable(detail.get("taskArn"))
          .map(arn -> ecs.tasks().get(TaskId.ofArn(arn.asText())))
          .map(task -> as(detail, task));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Task as(JsonNode detail, Task task) {
    return Ecs.as(
        task,
        detail.get("lastStatus").asText(),
        detail.get("desiredStatus").asText(),
        task.startedAt(),
        task.stoppedAt());
  }
}
