package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import ai.hokus.remediation.model.TaskId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Stream;

/**
 * A fallback within its incident:
 *
 * <pre>
 * {
 *   "before": {
 *     "parameter": "/mlflow/uri", "type": "String", "version": 7,
 *     "value": "http://mlflow.hokusai.local:5000", "fingerprint": "9f86…",
 *     "kept": {"tier": "Standard", "dataType": "text"}
 *   },
 *   "entered": "2026-03-02T12:01:04Z",
 *   "position": {"pinned": {"task": "6bd4…", "address": "10.0.1.88", "until": "…"}},
 *   "written": {"value": "http://10.0.1.88:5000", "version": 8, "at": "2026-03-02T12:01:04Z"},
 *   "lastPut": "2026-03-02T12:01:04Z",
 *   "underway": {"read": 8, "at": "2026-03-02T12:20:10Z", "to": {"left": {"at": "…"}}}
 * }
 * </pre>
 *
 * <p>A position is one of {@code pinned}, {@code waiting}, {@code standingBack}, {@code handsOff}
 * and {@code left}. Of a SecureString {@code before} has no value. What was written down before
 * there was a {@code lastPut} has none.
 */
final class FallbackJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String POSITION = "one of pinned, waiting, standingBack, handsOff and left";

  private FallbackJson() {}

  static JsonNode json(Fallback fallback) {
    var json = NODES.objectNode();
    json.set("before", snapshot(fallback.before()));
    json.put("entered", fallback.entered().toString());
    json.set("position", position(fallback.position()));
    fallback.written().ifPresent(put -> json.set("written", written(put)));
    fallback.underway().ifPresent(put -> json.set("underway", underway(put)));
    fallback.lastPut().ifPresent(at -> json.put("lastPut", at.toString()));
    return json;
  }

  static Fallback fallback(Field json) {
    var kept =
        new Fallback(
            snapshot(json.object().at("before")),
            json.at("entered").time(),
            position(json.at("position")),
            json.at("written").ifPresent().map(FallbackJson::written),
            json.at("underway").ifPresent().map(FallbackJson::underway));
    return json.at("lastPut").ifPresent().map(Field::time).map(kept::lastPutAt).orElse(kept);
  }

  private static JsonNode snapshot(Snapshot before) {
    var json =
        NODES
            .objectNode()
            .put("parameter", before.parameter())
            .put("type", before.type().word())
            .put("version", before.version());
    before.value().ifPresent(value -> json.put("value", value));
    if (before.byAddress()) {
      json.put("byAddress", true);
    }
    json.put("fingerprint", before.fingerprint());
    if (!before.kept().equals(Kept.NOTHING)) {
      json.set("kept", kept(before.kept()));
    }
    return json;
  }

  private static Snapshot snapshot(Field json) {
    var parameter = json.object().at("parameter").text();
    var type = json.at("type").parse(FallbackJson::type, "String, StringList or SecureString");
    if (type == Parameter.Type.SECURE_STRING && json.has("value")) {
      // Not quoted, as other complaints are: it might be the secret.
      throw new Malformed(json.at("value").path(), "nothing of a SecureString", "a value");
    }
    return new Snapshot(
        parameter,
        type,
        version(json.at("version")),
        json.at("value").ifPresent().map(Field::text),
        json.at("byAddress").ifPresent().map(Field::yesOrNo).orElse(false),
        json.at("fingerprint").text(),
        json.at("kept").ifPresent().map(FallbackJson::kept).orElse(Kept.NOTHING));
  }

  private static Parameter.Type type(String word) {
    return Stream.of(Parameter.Type.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static JsonNode kept(Kept kept) {
    var json = NODES.objectNode();
    kept.keyId().ifPresent(id -> json.put("keyId", id));
    kept.tier().ifPresent(tier -> json.put("tier", tier));
    kept.dataType().ifPresent(type -> json.put("dataType", type));
    kept.allowedPattern().ifPresent(pattern -> json.put("allowedPattern", pattern));
    kept.policies().ifPresent(policies -> json.put("policies", policies));
    return json;
  }

  private static Kept kept(Field json) {
    return new Kept(
        json.object().at("keyId").ifPresent().map(Field::text),
        json.at("tier").ifPresent().map(Field::text),
        json.at("dataType").ifPresent().map(Field::text),
        json.at("allowedPattern").ifPresent().map(Field::text),
        json.at("policies").ifPresent().map(Field::text));
  }

  private static JsonNode position(Position position) {
    var json = NODES.objectNode();
    switch (position) {
      case Position.Pinned(var task, var address, var until) ->
          json.putObject("pinned")
              .put("task", task.value())
              .put("address", address.dotted())
              .put("until", until.toString());
      case Position.Waiting(var since) -> json.putObject("waiting").put("since", since.toString());
      case Position.StandingBack(var until) ->
          json.putObject("standingBack").put("until", until.toString());
      case Position.HandsOff(var since, var row, var owed) -> {
        var off = json.putObject("handsOff").put("since", since.toString()).put("row", row);
        owed.ifPresent(version -> off.put("owed", version));
      }
      case Position.Left(var at, var others) -> {
        var left = json.putObject("left").put("at", at.toString());
        others.ifPresent(seen -> left.put("others", seen.toString()));
      }
    }
    return json;
  }

  private static Position position(Field json) {
    var kinds = json.entries().toList();
    if (kinds.size() != 1) {
      throw json.instead(POSITION);
    }
    var is = kinds.getFirst().field().object();
    return switch (kinds.getFirst().key()) {
      case "pinned" ->
          new Position.Pinned(
              is.at("task").parse(TaskId::new, "a task's id"),
              is.at("address").parse(Ipv4::new, "an IPv4 address"),
              is.at("until").time());
      case "waiting" -> new Position.Waiting(is.at("since").time());
      case "standingBack" -> new Position.StandingBack(is.at("until").time());
      case "handsOff" ->
          new Position.HandsOff(
              is.at("since").time(),
              is.at("row").text(),
              is.at("owed").ifPresent().map(FallbackJson::version));
      case "left" ->
          new Position.Left(is.at("at").time(), is.at("others").ifPresent().map(Field::time));
      default -> throw json.instead(POSITION);
    };
  }

  private static JsonNode written(Written put) {
    return NODES
        .objectNode()
        .put("value", put.value().text())
        .put("version", put.version())
        .put("at", put.at().toString());
  }

  private static Written written(Field json) {
    return new Written(
        new EndpointValue(json.object().at("value").text()),
        version(json.at("version")),
        json.at("at").time());
  }

  private static JsonNode underway(Underway put) {
    var json = NODES.objectNode();
    put.value().ifPresent(value -> json.put("value", value.text()));
    json.put("read", put.read()).put("at", put.at().toString());
    json.set("to", position(put.to()));
    return json;
  }

  private static Underway underway(Field json) {
    return new Underway(
        json.object().at("value").ifPresent().map(text -> new EndpointValue(text.text())),
        version(json.at("read")),
        json.at("at").time(),
        position(json.at("to")));
  }

  /** SSM counts from one. */
  private static long version(Field json) {
    return json.whole(1, Long.MAX_VALUE);
  }
}
