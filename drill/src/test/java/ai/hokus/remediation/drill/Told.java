package ai.hokus.remediation.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a function's answer tells of MLflow, of all its passes together. */
record Told(List<JsonNode> passes) {

  static Told by(JsonNode answer) {
    return new Told(
        children(answer.get("services"))
            .filter(pass -> pass.get("service").asText().equals("mlflow"))
            .toList());
  }

  /** The situations that are told of, by their rows' names. */
  List<String> rows() {
    return lines("says").map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  /** What is told of this situation, a line each. */
  List<String> says(String row) {
    return lines("says").filter(line -> line.startsWith(row + ": ")).toList();
  }

  /** What was done, a line each, with its row in brackets. */
  List<String> done() {
    return lines("done").toList();
  }

  private Stream<String> lines(String list) {
    return passes.stream().flatMap(pass -> children(pass.path(list))).map(JsonNode::asText);
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
