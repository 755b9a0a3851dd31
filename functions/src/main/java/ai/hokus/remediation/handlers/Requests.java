package ai.hokus.remediation.handlers;

import ai.hokus.remediation.RehearsalsByHand;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.view.RollbackResponse;
import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.Map;

/** What happens around a person's request: the reading before it, the telling after it. */
final class Requests {
  private final Clerk clerk;
  private final RehearsalsByHand rehearsals;
  private final Telemetry telemetry;

  Requests(Clerk clerk, RehearsalsByHand rehearsals, Telemetry telemetry) {
    this.clerk = clerk;
    this.rehearsals = rehearsals;
    this.telemetry = telemetry;
  }

  Map<String, Object> answer(byte[] request, Context context) {
    var remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    return telemetry.during(
        context,
        () ->
            switch (RequestReader.read(request)) {
              case Request.Pause pause -> told(clerk.pause(pause, remaining));
              case Request.Ask ask -> told(clerk.ask(ask, remaining));
              case Request.Resume resume -> told(clerk.resume(resume));
              case Request.Rehearse rehearse -> told(rehearsals.ask(rehearse, remaining));
              case Request.Malformed malformed -> {
                telemetry.ignored("malformed: " + malformed.field());
                yield RollbackResponse.malformed(malformed);
              }
            });
  }

  private Map<String, Object> told(Reply reply) {
    telemetry.tell(reply);
    return RollbackResponse.of(reply);
  }
}
