package ai.hokus.remediation.view;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.guarded;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.doorbell.Doorbell;
import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseTest {

  @Test
  void saysEverythingOfAPass() {
    var register =
        new Action.Register(
            CLOUD_MAP,
            Sample.registration(A, IP1),
            Optional.of(Sample.NOON),
            Situation.REGISTRY_FORGOTTEN,
            "the service says \"no registry\"");
    var withdraw =
        new Action.Withdraw(CLOUD_MAP, ours(B, IP2), Situation.TASK_STOPPED, "its task stopped");
    var report =
        new Report(
            new Mandate(Policy.SYNC, Policy.SYNC, Optional.empty()),
            new Seen()
                .service(guarded(Policy.SYNC))
                .tasks(running(A, IP1))
                .instances(ours(B, IP2))
                .observation(),
            List.of(new Remark(Situation.REJECTED, "10.0.0.1 refuses the Host")),
            new Execution(
                List.of(
                    new Outcome.Done(register),
                    new Outcome.Held(withdraw, "it changed"),
                    new Outcome.Failed(register, "Cloud Map: no")),
                Map.of(),
                Optional.empty()),
            new NameVerdict(NameVerdict.Row.GOOD, "it answers"),
            EndpointReport.none(Dossier.EMPTY));

    assertThat(Response.text(Response.of(Round.of(List.of(Visit.of(report))))))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ {
                "service" : "mlflow",
                "policy" : "sync",
                "seen" : "1 of 1 task running, 1 instance (1 ours)",
                "done" : [ "register 10.0.0.1:5000 for task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: \
            the service says \\"no registry\\" (registryForgotten)" ],
                "held" : [ "withdraw ours bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (10.0.0.2): \
            its task stopped (taskStopped); held: it changed" ],
                "failed" : [ "register 10.0.0.1:5000 for task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: \
            the service says \\"no registry\\" (registryForgotten); failed: Cloud Map: no" ],
                "says" : [ "rejected: 10.0.0.1 refuses the Host" ],
                "name" : "good: it answers"
              } ]
            }\
            """);
  }

  @Test
  void saysInALineThatAllIsWell() {
    assertThat(text(Round.of(List.of(Visit.of(quiet(Optional.empty()))))))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ ],
              "inSync" : {
                "mlflow" : "repair: 0 of 1 task running, 0 instances; good: it answers"
              }
            }\
            """);
  }

  /** Nothing was to be done; but had there been anything, it would not have been. */
  @Test
  void saysThatAServiceIsPausedEvenWhereAllIsWell() {
    var paused = new Stop.Paused(new Hold(Hold.Kind.PAUSE, Optional.of(Sample.NOON), "moving"));

    assertThat(text(Round.of(List.of(Visit.of(quiet(Optional.of(paused)))))))
        .contains(
            """
                "policy" : "repair",
                "stopped" : "paused until 2025-08-01T12:00:00Z: moving",
                "seen" : "0 of 1 task running, 0 instances",
            """);
  }

  @Test
  void saysEachPassOfAVisitAndWhatBecameOfItsLease() {
    var quiet = quiet(Optional.empty());
    var visit =
        new Visit(
            quiet.service(),
            List.of(quiet, new LeftToAnother(quiet.service(), Sample.NOON)),
            List.of("the lease could not be given back"));

    assertThat(text(Round.of(List.of(visit))))
        .containsSubsequence(
            "\"pass\" : \"1 of 2\"",
            "\"name\" : \"good: it answers\"",
            "\"pass\" : \"2 of 2\"",
            "\"left\" : \"another invocation looks at it, and will look again"
                + " (its lease ends at 2025-08-01T12:00:00Z at the latest)\"",
            "\"lease\" : [ \"the lease could not be given back\" ]");
  }

  @Test
  void saysWhatWasCarriedOver() {
    assertThat(Response.of(new Round(List.of(), List.of("api", "mlflow"), List.of("not kept"))))
        .hasToString("{ending=done, services=[], carriedOver=[api, mlflow], says=[not kept]}");
  }

  /** A service of hundreds of tasks must not fill the whole answer. */
  @Test
  void saysTwentyLinesOfAKindAndHowManyMoreThereAre() {
    var remark = new Remark(Situation.REJECTED, "10.0.0.1 refuses the Host");
    var report =
        new Report(
            new Mandate(Policy.REPAIR, Policy.SYNC, Optional.empty()),
            new Seen().observation(),
            Collections.nCopies(1_000, remark),
            Execution.NOTHING,
            new NameVerdict(NameVerdict.Row.GOOD, "it answers"),
            EndpointReport.none(Dossier.EMPTY));

    assertThat(text(Round.of(List.of(Visit.of(report)))))
        .contains("\"… and 980 more: see the log\"")
        .hasSizeLessThan(3_000);
  }

  private static String text(Round round) {
    return Response.text(Response.of(round));
  }

  private static Report quiet(Optional<Stop> stop) {
    return new Report(
        new Mandate(Policy.REPAIR, Policy.SYNC, stop),
        new Seen().observation(),
        List.of(),
        Execution.NOTHING,
        new NameVerdict(NameVerdict.Row.GOOD, "it answers"),
        EndpointReport.none(Dossier.EMPTY));
  }

  @Test
  void saysThatNothingIsGuarded() {
    assertThat(Response.text(Response.of(Round.of(List.of()))))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ ]
            }\
            """);
  }

  @Test
  void saysWhatIsMalformedAndThatAnotherTryIsNoHelp() {
    assertThat(Response.malformed(new Doorbell.Malformed("$.detail", "a list", "an object")))
        .hasToString(
            "{ending=never again, malformed={field=$.detail, found=a list, wanted=an object}}");
  }

  @Test
  void saysWhyThereIsNothingToLookAt() {
    assertThat(Response.elsewhere("a task of another cluster"))
        .hasToString("{ending=done, says=nothing to look at: a task of another cluster}");
  }
}
