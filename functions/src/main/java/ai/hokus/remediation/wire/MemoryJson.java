package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Vigil;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one pass leaves to the next, as JSON that people can read in the ledger. Times are in UTC,
 * tasks in the order of their ids, and what is empty is left out:
 *
 * <pre>
 * {
 *   "missing": {"6bd4…": {"since": "2026-03-02T12:00:00Z", "addressFailed": true}},
 *   "pushed": {"0f21…": {"healthy": false, "at": "2026-03-02T12:01:00Z"}},
 *   "succeeded": "2026-03-02T11:58:31Z"
 * }
 * </pre>
 */
public final class MemoryJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MemoryJson() {}

  /** The memory as JSON; the same memory always gives the same text. */
  public static String write(Memory memory) {
    var json = NODES.objectNode();
    putByTask(json, "missing", memory.missing(), MemoryJson::missing);
    putByTask(json, "down", memory.down(), MemoryJson::time);
    putByTask(json, "pushed", memory.pushed(), MemoryJson::pushed);
    putByTask(json, "unproven", memory.unproven(), sent -> time(sent.at()));
    putByTask(json, "underway", underway(memory, true), NODES::textNode);
    putByTask(json, "inFlight", underway(memory, false), NODES::textNode);
    memory.succeeded().ifPresent(at -> json.set("succeeded", time(at)));
    putByTask(json, "waiting", memory.waiting(), MemoryJson::time);
    putByTask(json, "unclear", memory.unclear(), MemoryJson::time);
    memory.withdrew().ifPresent(at -> json.set("withdrew", time(at)));
    if (!memory.vigil().equals(Vigil.NONE)) {
      json.set("vigil", vigil(memory.vigil()));
    }
    return json.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws Malformed naming the first field that makes no sense
   */
  public static Memory read(String json) {
    var message = Field.message(json.getBytes(StandardCharsets.UTF_8));
    return new Memory(
        byTask(message.at("missing"), MemoryJson::missing),
        byTask(message.at("down"), Field::time),
        byTask(message.at("pushed"), MemoryJson::pushed),
        unproven(message),
        message.at("succeeded").ifPresent().map(Field::time),
        byTask(message.at("waiting"), Field::time),
        byTask(message.at("unclear"), Field::time),
        message.at("withdrew").ifPresent().map(Field::time),
        message.at("vigil").ifPresent().map(MemoryJson::vigil).orElse(Vigil.NONE));
  }

  /**
   * Apart from when they were sent, so that a version that knows nothing of them reads the rest.
   */
  private static Map<TaskId, String> underway(Memory memory, boolean isOurs) {
    var ids = new TreeMap<TaskId, String>();
    memory
        .unproven()
        .forEach((task, sent) ->
            sent.underway()
                .filter(underway -> underway.isOurs() == isOurs)
                .ifPresent(underway -> ids.put(task, underway.operation().id())));
    return ids;
  }

  private static Map<TaskId, Memory.Sent> unproven(Field message) {
    var underway = new TreeMap<>(byTask(message.at("inFlight"), id -> underway(id, false)));
    underway.putAll(byTask(message.at("underway"), id -> underway(id, true)));
    var unproven = new TreeMap<TaskId, Memory.Sent>();
    byTask(message.at("unproven"), Field::time)
        .forEach((task, at) ->
            unproven.put(task, new Memory.Sent(at, Optional.ofNullable(underway.get(task)))));
    return unproven;
  }

  private static Memory.Underway underway(Field id, boolean isOurs) {
    return new Memory.Underway(new Operation.Running(id.text()), isOurs);
  }

  private static JsonNode vigil(Vigil vigil) {
    var json = NODES.objectNode();
    vigil.troubledSince().ifPresent(at -> json.set("troubledSince", time(at)));
    vigil.goodSince().ifPresent(at -> json.set("goodSince", time(at)));
    if (vigil.goodPasses() != 0) {
      json.put("goodPasses", vigil.goodPasses());
    }
    vigil.pinDownSince().ifPresent(at -> json.set("pinDownSince", time(at)));
    vigil.pinMissingSince().ifPresent(at -> json.set("pinMissingSince", time(at)));
    vigil.zoneUnseenSince().ifPresent(at -> json.set("zoneUnseenSince", time(at)));
    return json;
  }

  private static Vigil vigil(Field json) {
    return new Vigil(
        json.object().at("troubledSince").ifPresent().map(Field::time),
        json.at("goodSince").ifPresent().map(Field::time),
        json.at("goodPasses").ifPresent().map(Field::count).orElse(0),
        json.at("pinDownSince").ifPresent().map(Field::time),
        json.at("pinMissingSince").ifPresent().map(Field::time),
        json.at("zoneUnseenSince").ifPresent().map(Field::time));
  }

  private static JsonNode missing(Memory.Missing missing) {
    return NODES
        .objectNode()
        .put("since", missing.since().toString())
        .put("addressFailed", missing.addressFailed());
  }

  private static Memory.Missing missing(Field json) {
    return new Memory.Missing(json.object().at("since").time(), json.at("addressFailed").yesOrNo());
  }

  private static JsonNode pushed(Memory.Pushed pushed) {
    return NODES.objectNode().put("healthy", pushed.healthy()).put("at", pushed.at().toString());
  }

  private static Memory.Pushed pushed(Field json) {
    return new Memory.Pushed(json.object().at("healthy").yesOrNo(), json.at("at").time());
  }

  private static JsonNode time(Instant at) {
    return NODES.textNode(at.toString());
  }

  private static <T> void putByTask(
      ObjectNode json, String name, Map<TaskId, T> each, Function<T, JsonNode> value) {
    if (!each.isEmpty()) {
      var tasks = json.putObject(name);
      new TreeMap<>(each).forEach((task, of) -> tasks.set(task.value(), value.apply(of)));
    }
  }

  private static <T> Map<TaskId, T> byTask(Field json, Function<Field, T> value) {
    var map = new TreeMap<TaskId, T>();
    json.ifPresent().stream()
        .flatMap(Field::entries)
        .forEach(
            entry -> map.put(entry.key(TaskId::new, "a task's id"), value.apply(entry.field())));
    return map;
  }
}
