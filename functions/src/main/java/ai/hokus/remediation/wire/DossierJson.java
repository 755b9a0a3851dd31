package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Finding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must not be lost of a service, as JSON that people can read in the ledger. Times are in UTC,
 * and what is empty is left out:
 *
 * <pre>
 * {
 *   "incident": {"id": "mlflow-20260302T120000Z", …},
 *   "entries": ["2026-03-02T12:01:04Z"],
 *   "findings": {
 *     "registryForgotten": {"since": "2026-03-02T12:00:00Z", …, "messages": 2}
 *   },
 *   "closed": ["mlflow-20260301T090000Z"],
 *   "estate": {"as": {…}, "instances": ["4f2a…"]}
 * }
 * </pre>
 *
 * <p>Of the incident see {@link IncidentJson}, of the estate {@link EstateJson}.
 */
public final class DossierJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DossierJson() {}

  /** The dossier as JSON; the same dossier always gives the same text. */
  public static String write(Dossier dossier) {
    var json = NODES.objectNode();
    dossier.incident().ifPresent(open -> json.set("incident", IncidentJson.json(open)));
    putTimes(json, "entries", dossier.entries());
    putTimes(json, "returns", dossier.returns());
    if (!dossier.findings().isEmpty()) {
      var findings = json.putObject("findings");
      new TreeMap<>(dossier.findings()).forEach((row, of) -> findings.set(row, finding(of)));
    }
    if (!dossier.closed().isEmpty()) {
      var closed = json.putArray("closed");
      dossier.closed().forEach(closed::add);
    }
    dossier.estate().ifPresent(stands -> json.set("estate", EstateJson.json(stands)));
    return json.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws Malformed naming the first field that makes no sense, but for the estate
   */
  public static Dossier read(String json) {
    var message = Field.message(json.getBytes(StandardCharsets.UTF_8));
    return new Dossier(
        message.at("incident").ifPresent().map(IncidentJson::incident),
        times(message.at("entries")),
        times(message.at("returns")),
        findings(message.at("findings")),
        message.at("closed").ifPresent().stream().flatMap(Field::items).map(Field::text).toList(),
        message.at("estate").ifPresent().flatMap(DossierJson::estate));
  }

  /**
   * One that cannot be read counts as none: nobody else's service is to wait for it. Who is
   * configured has it written anew by the next pass.
   */
  private static Optional<Estate> estate(Field json) {
    try {
      return Optional.of(EstateJson.estate(json));
    } catch (Malformed another) {
      return Optional.empty();
    }
  }

  private static JsonNode finding(Finding finding) {
    var json =
        NODES
            .objectNode()
            .put("since", finding.since().toString())
            .put("seen", finding.seen().toString())
            .put("told", finding.told().toString())
            .put("messages", finding.messages());
    if (!finding.what().isEmpty()) {
      json.put("what", finding.what());
    }
    return json;
  }

  private static Finding finding(Field json) {
    return new Finding(
        json.object().at("since").time(),
        json.at("seen").time(),
        json.at("told").time(),
        json.at("messages").count(),
        json.at("what").ifPresent().map(Field::text).orElse(""));
  }

  private static Map<String, Finding> findings(Field json) {
    var byRow = new TreeMap<String, Finding>();
    json.ifPresent().stream()
        .flatMap(Field::entries)
        .forEach(entry -> byRow.put(entry.key(), finding(entry.field())));
    return byRow;
  }

  private static void putTimes(ObjectNode json, String name, List<Instant> times) {
    if (!times.isEmpty()) {
      var list = json.putArray(name);
      times.forEach(time -> list.add(time.toString()));
    }
  }

  private static List<Instant> times(Field list) {
    return list.ifPresent().stream().flatMap(Field::items).map(Field::time).toList();
  }
}
