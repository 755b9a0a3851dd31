package ai.hokus.remediation.view;

import ai.hokus.remediation.doorbell.Doorbell;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Text;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a function answers: a few lines of JSON for the person who invoked it. {@code ending} is
 * {@code done} or {@code never again}; the third ending, <em>come again</em>, is an exception.
 */
public final class Response {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of a diagnosis: an alarm may be linked to hundreds of services. */
  private static final int MOST_LINES = 20;

  private Response() {}

  /**
   * What became of each guarded service: in {@code services} those of which there is something to
   * tell, in {@code inSync} one line for each of the others. A sweep of 200 stays readable so, and
   * far from the 6 MB that Lambda lets a function answer.
   */
  public static Map<String, Object> of(Round round) {
    var services =
        round.visits().stream()
            .filter(visit -> VisitInWords.inSync(visit).isEmpty())
            .flatMap(visit -> VisitInWords.of(visit).stream())
            .toList();
    var inSync = inSync(round);
    var response = ending("done", "services", services);
    if (!inSync.isEmpty()) {
      response.put("inSync", inSync);
    }
    if (!round.carriedOver().isEmpty()) {
      response.put("carriedOver", round.carriedOver());
    }
    if (!round.says().isEmpty()) {
      response.put("says", round.says());
    }
    return response;
  }

  /** One line for each service of which there is no more to tell, by its name. */
  static Map<String, String> inSync(Round round) {
    var inSync = new LinkedHashMap<String, String>();
    round
        .visits()
        .forEach(visit ->
            VisitInWords.inSync(visit).ifPresent(line -> inSync.put(visit.service().name(), line)));
    return inSync;
  }

  /** The same, with what was seen where the passes had nothing to do. */
  public static Map<String, Object> of(Round round, List<String> diagnosis) {
    var response = of(round);
    if (!diagnosis.isEmpty()) {
      response.put("diagnosis", Text.first(MOST_LINES, diagnosis));
    }
    return response;
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

  private static Map<String, Object> ending(String ending, String key, Object value) {
    var response = new LinkedHashMap<String, Object>();
    response.put("ending", ending);
    response.put(key, value);
    return response;
  }
}
