package ai.hokus.remediation.view;

import ai.hokus.remediation.doorbell.Doorbell;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a function answers: a few lines of JSON for the person who invoked it. {@code ending} is
 * {@code done} or {@code never again}; the third ending, <em>come again</em>, is an exception.
 */
public final class Response {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Response() {}

  /** What was seen, done, held and failed, for each guarded service. */
  public static Map<String, Object> of(List<Report> reports) {
    return ending("done", "services", reports.stream().map(Response::service).toList());
  }

  /** The event is not about a guarded service. */
  public static Map<String, Object> elsewhere(String why) {
    return ending("done", "says", "nothing to look at: " + why);
  }

  /** The event cannot be understood, and would not be the next time either. */
  public static Map<String, Object> malformed(Doorbell.Malformed event) {
    var field = new LinkedHashMap<String, Object>();
    field.put("field", event.field());
    field.put("found", event.found());
    field.put("wanted", event.wanted());
    return ending("never again", "malformed", field);
  }

  /** A response as the JSON text that a stream handler writes. */
  public static String text(Map<String, Object> response) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(response);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and strings are always JSON", e);
    }
  }

  private static Map<String, Object> service(Report report) {
    var service = report.service();
    var lines = new LinkedHashMap<String, Object>();
    lines.put("service", service.name());
    lines.put("policy", service.policy().name().toLowerCase(Locale.ROOT));
    lines.put("seen", report.sawInWords());
    lines.put("done", inWords(report.done()));
    lines.put("held", inWords(report.held()));
    lines.put("failed", inWords(report.failed()));
    lines.put(
        "says",
        report.remarks().stream()
            .map(remark -> remark.situation().row() + ": " + remark.because())
            .toList());
    lines.put("name", report.name().row().row() + ": " + report.name().inWords());
    return lines;
  }

  private static List<String> inWords(List<? extends Outcome> outcomes) {
    return outcomes.stream().map(Outcome::inWords).toList();
  }

  private static Map<String, Object> ending(String ending, String key, Object value) {
    var response = new LinkedHashMap<String, Object>();
    response.put("ending", ending);
    response.put(key, value);
    return response;
  }
}
