package ai.hokus.remediation.view;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.incidents.Commands;
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

  /** The same, with the passes that were made for it, as every function tells them. */
  public static Map<String, Object> of(Reply reply, Round round) {
    var response = of(reply);
    var told =
        round.visits().stream()
            .filter(visit -> round.visits().size() == 1 || VisitInWords.inSync(visit).isEmpty())
            .flatMap(visit -> VisitInWords.of(visit).stream())
            .toList();
    if (!told.isEmpty()) {
      response.put("passes", told);
    }
    if (round.visits().size() > 1) {
      response.put("inSync", Response.inSync(round));
    }
    if (!round.carriedOver().isEmpty()) {
      response.put("carriedOver", round.carriedOver());
    }
    return response;
  }

  /** The same, with what is on file of each service, and the commands that there are. */
  public static Map<String, Object> status(Reply reply, Round round, Commands commands) {
    var response = of(reply, round);
    var status =
        round.visits().stream()
            .map(Visit::last)
            .filter(Report.class::isInstance)
            .map(Report.class::cast)
            .map(report -> StatusInWords.of(report, commands))
            .toList();
    if (!status.isEmpty()) {
      response.put("status", status);
    }
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
