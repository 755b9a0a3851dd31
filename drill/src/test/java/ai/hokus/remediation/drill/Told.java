package ai.hokus.remediation.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a function answers about MLflow, its last pass.
 *
 * @param entry missing where MLflow is in sync, or was not looked at
 */
record Told(JsonNode entry) {

  /** By a sweep of now. */
  static Told bySweep(World world) {
    return of(world.invoke("Sweep", "scheduled"));
  }

  /** By the world's own latest event of this name. */
  static Told byEvent(World world, String name) {
    return of(world.invoke("TaskStateChanged", name));
  }

  /** The situations that it tells of and does nothing about, by their rows' names. */
  List<String> rows() {
    return entries("says").stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  /** What it did, one line each, each with its row in brackets. */
  List<String> done() {
    return entries("done");
  }

  private List<String> entries(String kind) {
    return StreamSupport.stream(entry.path(kind).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static Told of(JsonNode answer) {
    return new Told(
        StreamSupport.stream(answer.path("services").spliterator(), false)
            .filter(service -> service.get("service").asText().equals("mlflow"))
            .reduce((_, later) -> later)
            .orElse(answer.path("notThere")));
  }
}
