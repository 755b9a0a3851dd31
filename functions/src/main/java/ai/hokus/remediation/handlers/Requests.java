package ai.hokus.remediation.handlers;

import ai.hokus.remediation.ByHand;
import ai.hokus.remediation.ByHand.Handled;
import ai.hokus.remediation.RehearsalsByHand;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.rollback.Call;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.view.RollbackResponse;
import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.Map;

/** What happens around a person's request: the reading before it, the telling after it. */
final class Requests {
  private final ByHand byHand;
  private final RehearsalsByHand rehearsals;
  private final Telemetry telemetry;

  Requests(ByHand byHand, RehearsalsByHand rehearsals, Telemetry telemetry) {
    this.byHand = byHand;
    this.rehearsals = rehearsals;
    this.telemetry = telemetry;
  }

  Map<String, Object> answer(byte[] request, Context context) {
    var call =
        new Call(context.getAwsRequestId(), Duration.ofMillis(context.getRemainingTimeInMillis()));
    return telemetry.during(
        context,
        () ->
            switch (RequestReader.read(request)) {
              case Request.Order order -> told(byHand.handle(order, call));
              case Request.DryRun(var order) -> told(byHand.onPaper(order, call));
              case Request.Rehearse rehearse ->
                  told(Handled.of(rehearsals.ask(rehearse, call.remaining())));
              case Request.Status status -> {
                var handled = byHand.status(status, call);
                tell(handled);
                yield RollbackResponse.status(
                    handled.reply(),
                    handled.round(),
                    new Commands(context.getInvokedFunctionArn()));
              }
              case Request.Malformed malformed -> {
                telemetry.ignored("malformed: " + malformed.field());
                yield RollbackResponse.malformed(malformed);
              }
            });
  }

  private Map<String, Object> told(Handled handled) {
    tell(handled);
    return RollbackResponse.of(handled.reply(), handled.round());
  }

  private void tell(Handled handled) {
    telemetry.tell(handled.reply());
    telemetry.tell(handled.round());
  }
}
