package ai.hokus.remediation.view;

import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.Standing;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code Rollback} answers the person who asked. {@code ending} is {@code done}, {@code come
 * again} or {@code never again}: nobody retries for a person, so this one is told.
 */
public final class RollbackResponse {
  private RollbackResponse() {}

  /** How the request stands with each service. */
  public static Map<String, Object> of(Reply reply) {
    var response = ending(reply.ending());
    response.put("services", reply.standings().stream().map(RollbackResponse::service).toList());
    response.put("says", reply.says());
    return response;
  }

  /** The request cannot be understood. */
  public static Map<String, Object> malformed(Request.Malformed request) {
    var field = new LinkedHashMap<String, Object>();
    field.put("field", request.field());
    field.put("found", request.found());
    field.put("wanted", request.wanted());
    var response = ending(Reply.Ending.NEVER_AGAIN);
    response.put("malformed", field);
    return response;
  }

  private static Map<String, Object> ending(Reply.Ending ending) {
    var response = new LinkedHashMap<String, Object>();
    response.put("ending", ending.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    return response;
  }

  private static Map<String, Object> service(Standing standing) {
    var lines = new LinkedHashMap<String, Object>();
    lines.put("service", standing.service());
    lines.put("state", standing.state());
    lines.put("says", standing.inWords());
    return lines;
  }
}
