package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LambdaProberTest {
  private static final Ipv4 IP = new Ipv4("10.0.3.17");
  private static final Question QUESTION = question(Map.of(IP, Duration.ZERO));

  private ScriptedAws aws;
  private Prober prober;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    prober = ScriptedAws.ports().prober("probe:live");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void passesQuestionAndAnswerOn() {
    aws.responds(
        "{\"verdicts\": {\"10.0.3.17\": {\"ok\": 200}}, \"resolution\": {\"addresses\": [\"10.0.3.17\"]}}");

    assertThat(prober.ask(QUESTION))
        .isEqualTo(
            new Answer(Map.of(IP, new Verdict.Ok(200)), new Resolution.Addresses(List.of(IP))));
    assertThat(aws.asked("Invoke"))
        .singleElement()
        .satisfies(asked -> assertThat(asked.at("/port").asInt()).isEqualTo(5000));
  }

  @Test
  void asksNothingWhereThereIsNoQuestion() {
    var empty =
        new Question(Sample.MLFLOW.probe(), 5000, QUESTION.within(), Map.of(), Optional.empty());

    assertThat(prober.ask(empty).verdicts()).isEmpty();
    assertThat(aws.asked("Invoke")).isEmpty();
  }

  @Test
  void hasAskedNobodyWhenTheFunctionFails() {
    aws.fails("{\"errorMessage\": \"Task timed out after 25.00 seconds\"}");

    assertThat(prober.ask(QUESTION))
        .isEqualTo(
            Answer.unasked(
                QUESTION,
                "Probe failed: {\"errorMessage\": \"Task timed out after 25.00 seconds\"}"));
  }

  @Test
  void hasAskedNobodyWhenTheAnswerMakesNoSense() {
    aws.responds("{\"verdicts\": {\"10.0.3.17\": {\"ok\": \"yes\"}}}");

    assertThat(prober.ask(QUESTION).of(IP))
        .isEqualTo(
            new Verdict.Unasked(
                "Probe's answer: verdicts[\"10.0.3.17\"].ok: wanted a whole number from 100 to 599, found \"yes\""));
  }

  @Test
  void hasAskedNobodyWhenLambdaRefuses() {
    aws.refuses("Invoke", 404, "ResourceNotFoundException", "Function not found: probe:live");

    assertThat(prober.ask(QUESTION).resolution())
        .isEqualTo(
            new Resolution.Unknown(
                "Lambda at %s refused (invoking probe:live): ResourceNotFoundException: Function not found: probe:live"
                    .formatted(aws.endpoint())));
  }

  @Test
  void waitsAsLongAsTheQuestionMayTake() {
    assertThat(LambdaProber.limit(QUESTION)).isEqualTo(Duration.ofSeconds(9));
    assertThat(
            LambdaProber.limit(
                question(Map.of(IP, Duration.ZERO, new Ipv4("10.0.3.18"), Duration.ofSeconds(20)))))
        .isEqualTo(Duration.ofSeconds(29));
  }

  private static Question question(Map<Ipv4, Duration> addresses) {
    return new Question(
        Sample.MLFLOW.probe(),
        5000,
        List.of(Cidr.parse("10.0.0.0/16")),
        addresses,
        Optional.of(new Question.Name("mlflow.hokusai-development.local", Set.of("A"))));
  }
}
