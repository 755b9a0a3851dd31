package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.PARAMETER;
import static ai.hokus.remediation.incidents.Came.register;
import static ai.hokus.remediation.incidents.OnFile.fallback;
import static ai.hokus.remediation.incidents.OnFile.incident;
import static ai.hokus.remediation.incidents.OnFile.move;
import static ai.hokus.remediation.incidents.OnFile.pinned;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people read, whole. */
class MessagesTest {
  private static final Incidents INCIDENTS =
      new Incidents(new Commands("arn:aws:lambda:us-east-1:123456789012:function:rollback:live"));

  @Test
  void saysThatARegistryWasForgottenAndWhatWasDoneInItsStead() {
    var seen = new Seen().ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    var remark = new Planner().plan(seen.observation()).remarks().getFirst();
    var report =
        new Came()
            .saw(seen)
            .remarked(remark.situation(), remark.because())
            .did(register(A, IP1))
            .report();

    assertThat(text(report))
        .isEqualTo(
            """
            finding-mlflow-registryForgotten-20250801T120000Z 1 ALERT
            registered 10.0.0.1:5000 in Cloud Map, because it answered 200
            done
              register 10.0.0.1:5000 for task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: it answered 200 \
            (registryForgotten)
            now
              mlflow.hokusai-development.local is good (good), asked by name at \
            2025-08-01T12:00:00Z
              10.0.0.1 answered 200: task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, asked at \
            2025-08-01T12:00:00Z with Host mlflow.hokusai-development.local:5000
            you
              ECS service hokusai-mlflow-development does not register with \
            mlflow.hokusai-development.local (serviceRegistries is empty); add service_registries \
            { registry_arn = "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-mlflow" \
            } to its Terraform
            back
              aws lambda invoke --function-name \
            "arn:aws:lambda:us-east-1:123456789012:function:rollback:live" --cli-binary-format \
            raw-in-base64-out --payload '{"service": "mlflow", "action": "release"}' /dev/stdout
            """);
  }

  @Test
  void saysThatTheEndpointMovedAndHowToUndoIt() {
    var report =
        new Came()
            .name(Row.EMPTIED)
            .consumer(Consumer.Reads.ENV_AT_START, false)
            .holds(Parameter.Type.STRING, "http://10.0.0.1:5000", 4)
            .left(OnFile.of(incident("name broken: it is").with(fallback(pinned(IP1), NOON))))
            .put(new Outcome.Done(move(IP1, pinned(IP1), Situation.FALLBACK_ENTER)))
            .report();

    assertThat(text(report))
        .isEqualTo(
            """
            mlflow-20250801T115000Z 2 ALERT
            the endpoint moved to 10.0.0.1 until 2025-08-01T12:30:00Z, because the name is \
            broken
            done
              set /hokusai/development/mlflow/endpoint to http://10.0.0.1:5000: the name is broken \
            (fallback.enter)
            now
              mlflow.hokusai-development.local is emptied (emptied), by Cloud Map's list at \
            2025-08-01T12:00:00Z
              10.0.0.1 answered 200: task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, asked at \
            2025-08-01T12:00:00Z with Host mlflow.hokusai-development.local:5000
              /hokusai/development/mlflow/endpoint holds http://10.0.0.1:5000: version 4, read at \
            2025-08-01T12:00:00Z
              by address until 2025-08-01T12:30:00Z: task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa at \
            10.0.0.1; it is followed, renewed and left without a hand
            you
              so that no terraform apply undoes a fallback, give the parameter lifecycle { \
            ignore_changes = [value] }
              nothing changes for hokusai-api-development until it is redeployed
            back
              aws lambda invoke --function-name \
            "arn:aws:lambda:us-east-1:123456789012:function:rollback:live" --cli-binary-format \
            raw-in-base64-out --payload '{"service": "mlflow", "action": "undo", "incident": \
            "mlflow-20250801T115000Z"}' /dev/stdout
            """);
  }

  @Test
  void saysThatAllIsWellAgain() {
    var report = new Came().with(OnFile.of(incident("name good: it is"))).report();

    assertThat(text(report))
        .isEqualTo(
            """
            mlflow-20250801T115000Z 2 GOOD
            all is well again: mlflow.hokusai-development.local is good
            now
              mlflow.hokusai-development.local is good (good), asked by name at \
            2025-08-01T12:00:00Z
              10.0.0.1 answered 200: task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, asked at \
            2025-08-01T12:00:00Z with Host mlflow.hokusai-development.local:5000
            """);
  }

  @Test
  void saysWhoseTheEndpointIsAndHowItIsGivenBack() {
    var handsOff = fallback(new Fallback.Position.HandsOff(NOON, "fallback.takenByOthers"), NOON);
    var report =
        new Came()
            .name(Row.NO_RECORD)
            .left(OnFile.of(incident("name broken: it is").with(handsOff)))
            .said(Situation.FALLBACK_TAKEN_BY_OTHERS)
            .report();

    assertThat(message(report).happened())
        .isEqualTo(
            "hands off the endpoint since 2025-08-01T12:00:00Z: what is said of"
                + " fallback.takenByOthers (fallback.takenByOthers)");
    assertThat(message(report).you().getLast()).contains("\"action\": \"resume\"");
    assertThat(message(report).back()).isEmpty();
  }

  @Test
  void saysWhatThePolicyKeepsFromBeingDone() {
    var report =
        new Came()
            .name(Row.NO_RECORD, 60)
            .under(Policy.OBSERVE)
            .withheld(register(A, IP1))
            .report();

    assertThat(message(report).done())
        .containsExactly(
            "register 10.0.0.1:5000 for task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: it answered 200"
                + " (registryForgotten); held: policy observe: said, not done");
    assertThat(message(report).now())
        .contains("policy observe: everything is said, nothing is done");
    assertThat(message(report).back()).isEmpty();
  }

  @Test
  void saysTheWayBackAsLongAsTheFallbackLivesOn() {
    var report =
        new Came()
            .minutes(50)
            .name(Row.NO_RECORD)
            .with(
                OnFile.of(
                    incident("name broken: it is", "set it to 10.0.0.1: why")
                        .with(fallback(pinned(IP1), NOON.minusSeconds(600)))))
            .report();

    assertThat(message(report).happened())
        .isEqualTo("the fallback of the endpoint lives on, since 2025-08-01T11:50:00Z, for 1 h");
    assertThat(message(report).back().orElseThrow())
        .contains("\"action\": \"undo\", \"incident\": \"mlflow-20250801T115000Z\"");
  }

  /** A deployment of hundreds of tasks must not push out of the timeline what was told before. */
  @Test
  void keepsATimelineInWhichMuchHappensAtOnce() {
    var came = new Came().name(Row.NO_RECORD).with(OnFile.of(incident("name broken: it is")));
    for (int task = 0; task < 150; task++) {
      came.did(register(new TaskId("%032x".formatted(task)), IP1));
    }

    var entry = INCIDENTS.after(came.report()).orElseThrow();

    assertThat(entry.dossier().incident().orElseThrow().timeline()).hasSizeBetween(20, 30);
    assertThat(entry.messages().getFirst().happened()).endsWith("(and 149 more)");
    assertThat(entry.messages().getFirst().done()).hasSize(11);
  }

  /** It is Terraform, so its lines and indentation count. */
  @Test
  void keepsTheLinesOfTerraform() {
    var seen = new Seen().cloudMapGone();
    var remark = new Planner().plan(seen.observation()).remarks().getFirst();
    var report =
        new Came()
            .saw(seen)
            .name(Row.EMPTIED, 60)
            .remarked(remark.situation(), remark.because())
            .report();

    assertThat(message(report).you())
        .containsSubsequence(
            "resource \"aws_service_discovery_service\" \"mlflow\" {",
            "  name = \"mlflow\"",
            "  dns_config {",
            "}",
            "service_registries {",
            "}");
  }

  /** Nor its timeline, which is kept for 90 days. */
  @Test
  void neverSaysWhatASecureStringHolds() {
    var secret = "http://user:hunter2@10.0.0.1:5000";
    var before = new Parameter(PARAMETER, Parameter.Type.SECURE_STRING, secret, 3);
    var moved =
        new Fallback(
            Snapshot.of(before, Snapshot.Kept.NOTHING),
            NOON,
            pinned(IP1),
            fallback(pinned(IP1), NOON).written(),
            Optional.empty());
    var report =
        new Came()
            .name(Row.NO_RECORD)
            .holds(Parameter.Type.SECURE_STRING, secret, 4)
            .left(OnFile.of(incident("name broken: it is").with(moved)))
            .put(
                new Outcome.Done(
                    move(Parameter.Type.SECURE_STRING, IP1, pinned(IP1), Situation.FALLBACK_ENTER)))
            .report();

    var entry = INCIDENTS.after(report).orElseThrow();

    assertThat(entry.messages().toString() + entry.dossier().incident().orElseThrow().timeline())
        .contains("10.0.0.1", "a SecureString")
        .doesNotContain("hunter2", "http://");
  }

  @Test
  void tellsOfARehearsalThatFailedAndThatItSucceedsAgain() {
    var failed =
        INCIDENTS
            .afterRehearsal(MLFLOW, Dossier.EMPTY, NOON, Optional.of("the put was refused"))
            .orElseThrow();
    var again =
        INCIDENTS.afterRehearsal(
            MLFLOW, failed.dossier(), NOON.plus(Duration.ofHours(1)), Optional.of("refused"));
    var nextDay =
        INCIDENTS
            .afterRehearsal(
                MLFLOW, failed.dossier(), NOON.plus(Duration.ofDays(1)), Optional.of("refused"))
            .orElseThrow();
    var mended =
        INCIDENTS
            .afterRehearsal(
                MLFLOW, nextDay.dossier(), NOON.plus(Duration.ofDays(2)), Optional.empty())
            .orElseThrow();
    var silence =
        INCIDENTS.afterRehearsal(
            MLFLOW, mended.dossier(), NOON.plus(Duration.ofDays(3)), Optional.empty());

    assertThat(Told.of(Dossier.EMPTY, Optional.of(failed)))
        .containsExactly("rehearsal 1! the rehearsal of the fallback failed: the put was refused");
    assertThat(again).isEmpty();
    assertThat(Told.of(failed.dossier(), Optional.of(nextDay)))
        .containsExactly("rehearsal 2! the rehearsal of the fallback failed: refused");
    assertThat(Told.of(nextDay.dossier(), Optional.of(mended)))
        .containsExactly(
            "rehearsal 3+ the rehearsal of the fallback succeeds again", "forgot rehearsal");
    assertThat(silence).isEmpty();
  }

  private static Message message(Report report) {
    return INCIDENTS.after(report).orElseThrow().messages().getFirst();
  }

  private static String text(Report report) {
    var message = message(report);
    var text = new StringBuilder();
    text.append(message.thread() + " " + message.number() + " " + message.weight() + "\n");
    text.append(message.happened() + "\n");
    part(text, "done", message.done());
    part(text, "now", message.now());
    part(text, "you", message.you());
    part(text, "back", message.back().stream().toList());
    return text.toString();
  }

  private static void part(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title + "\n");
      lines.forEach(line -> text.append("  " + line + "\n"));
    }
  }
}
