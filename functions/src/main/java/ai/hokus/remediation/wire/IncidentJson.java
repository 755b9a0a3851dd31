package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.TaskId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * An incident as JSON that people can read in the ledger. Times are in UTC, and what is empty is
 * left out:
 *
 * <pre>
 * {
 *   "id": "mlflow-20260302T120000Z",
 *   "service": "mlflow",
 *   "opened": "2026-03-02T12:00:00Z",
 *   "cause": "the name has no record",
 *   "endpoint": {"parameter": "/mlflow/uri", "byName": "http://mlflow.hokusai.local:5000"},
 *   "fallback": {…},
 *   "redeployments": [{"ecsService": "api", "asked": "2026-03-02T12:01:05Z"}],
 *   "timeline": [{"at": "2026-03-02T12:00:00Z", "what": "the name has no record"}],
 *   "told": 2,
 *   "registered": ["4f2a…"]
 * }
 * </pre>
 *
 * <p>Of the fallback see {@link FallbackJson}.
 */
public final class IncidentJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private IncidentJson() {}

  /** The incident as JSON; the same incident always gives the same text. */
  public static String write(Incident incident) {
    return json(incident).toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws Malformed naming the first field that makes no sense
   */
  public static Incident read(String json) {
    return incident(Field.message(json.getBytes(StandardCharsets.UTF_8)));
  }

  static JsonNode json(Incident incident) {
    var json =
        NODES
            .objectNode()
            .put("id", incident.id())
            .put("service", incident.service())
            .put("opened", incident.opened().toString())
            .put("cause", incident.cause());
    incident.endpoint().ifPresent(endpoint -> json.set("endpoint", ServiceJson.endpoint(endpoint)));
    incident.fallback().ifPresent(moved -> json.set("fallback", FallbackJson.json(moved)));
    putEach(json, "redeployments", incident.redeployments(), IncidentJson::redeployment);
    putEach(json, "timeline", incident.timeline(), IncidentJson::moment);
    if (incident.told() != 0) {
      json.put("told", incident.told());
    }
    incident.closed().ifPresent(at -> json.put("closed", at.toString()));
    incident.undone().ifPresent(at -> json.put("undone", at.toString()));
    if (!incident.registered().isEmpty()) {
      var registered = json.putArray("registered");
      incident.registered().forEach(task -> registered.add(task.value()));
    }
    return json;
  }

  static Incident incident(Field json) {
    return new Incident(
        json.object().at("id").text(),
        json.at("service").text(),
        json.at("opened").time(),
        json.at("cause").text(),
        json.at("endpoint").ifPresent().map(ServiceJson::endpoint),
        json.at("fallback").ifPresent().map(FallbackJson::fallback),
        each(json.at("redeployments"), IncidentJson::redeployment),
        each(json.at("timeline"), IncidentJson::moment),
        json.at("told").ifPresent().map(Field::count).orElse(0),
        json.at("closed").ifPresent().map(Field::time),
        json.at("undone").ifPresent().map(Field::time),
        each(json.at("registered"), task -> task.parse(TaskId::new, "a task's id")));
  }

  private static JsonNode redeployment(Redeployment asked) {
    var json =
        NODES
            .objectNode()
            .put("ecsService", asked.ecsService())
            .put("asked", asked.asked().toString());
    asked.deployment().ifPresent(id -> json.put("deployment", id));
    return json;
  }

  private static Redeployment redeployment(Field json) {
    return new Redeployment(
        json.object().at("ecsService").text(),
        json.at("asked").time(),
        json.at("deployment").ifPresent().map(Field::text));
  }

  private static JsonNode moment(Moment moment) {
    var json = NODES.objectNode().put("at", moment.at().toString()).put("what", moment.what());
    moment.by().ifPresent(who -> json.put("by", who));
    return json;
  }

  private static Moment moment(Field json) {
    return new Moment(
        json.object().at("at").time(),
        json.at("what").text(),
        json.at("by").ifPresent().map(Field::text));
  }

  private static <T> void putEach(
      ObjectNode json, String name, List<T> all, Function<T, JsonNode> value) {
    if (!all.isEmpty()) {
      var list = json.putArray(name);
      all.forEach(each -> list.add(value.apply(each)));
    }
  }

  private static <T> List<T> each(Field list, Function<Field, T> value) {
    return list.ifPresent().stream().flatMap(Field::items).map(value).toList();
  }
}
