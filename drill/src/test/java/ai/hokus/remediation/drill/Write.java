package ai.hokus.remediation.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A call that changes something, and what the local world saw when it came. */
record Write(JsonNode call) {
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isOfFunctions() {
    return key().startsWith("FUNCTIONS");
  }

  /** Whose it is: each process of a function has one of its own. */
  String key() {
    return call.at("/key").asText();
  }

  /** When it began, in seconds since any moment. */
  double at() {
    return call.at("/monotonic").asDouble();
  }

  String action() {
    return call.at("/action").asText();
  }

  /** With the name of the AWS service that it is a call to. */
  String name() {
    return call.at("/service").asText() + " " + action();
  }

  boolean isDone() {
    return call.at("/status").asInt() == 200;
  }

  JsonNode asked() {
    return call.at("/witnessed/asked");
  }

  String asked(String field) {
    return asked().path(field).asText();
  }

  boolean hasOnly(String... fields) {
    return asked().properties().stream().map(Map.Entry::getKey).allMatch(List.of(fields)::contains);
  }

  /** The guarded service that it is about. */
  String guarded() {
    return call.at("/witnessed/service").asText();
  }

  /** Whose instance it names; empty where none stood. */
  String owner() {
    return call.at("/witnessed/instance/owner").asText();
  }

  /** The tasks that it names, by id or by address. */
  Stream<JsonNode> tasks() {
    return children(call.at("/witnessed/tasks"));
  }

  /** Who had taken the guarded service's lease last. */
  String holder() {
    return call.at("/witnessed/lease/key").asText();
  }

  /** Whether that turn began under a pause which still stood. */
  boolean isPaused() {
    return call.at("/witnessed/lease/paused").asBoolean();
  }

  /** What people had asked for in that turn, by kind. */
  Set<String> askedFor() {
    var kinds = new TreeSet<String>();
    children(call.at("/witnessed/lease/asked")).forEach(kind -> kinds.add(kind.asText()));
    return kinds;
  }

  /** What the ledger keeps of the guarded service's endpoint from before a fallback. */
  String kept() {
    try {
      var dossier = call.at("/witnessed/lease/dossier").asText();
      return JSON.readTree(dossier).at("/incident/fallback/before/value").asText();
    } catch (JsonProcessingException e) {
      throw new AssertionError("not a dossier: " + call, e);
    }
  }

  @Override
  public String toString() {
    return "%s by %s: %s; tasks %s, lease of %s, asked for %s"
        .formatted(name(), key(), asked(), call.at("/witnessed/tasks"), holder(), askedFor());
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
