package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A task that has just started beside one that serves: patience with it costs nobody else any. */
class VisitsTest {
  private static final Ipv4 SLOW = IP2;

  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  private final Interleaving interleaving = new Interleaving(world, 1, Duration.ofMillis(50));
  private final List<Question> patient = new ArrayList<>();
  private final Deployment deployment =
      Deployment.over(world, ledger, interleaving).asking(this::ask);

  private Instant serves = Instant.MAX;

  @BeforeEach
  void oneTaskIsYoung() {
    world
        .ecs(forgetful(2))
        .tasks(running(A, IP1), running(B, SLOW, Duration.ofSeconds(5)))
        .ok(IP1)
        .answers(SLOW, new Verdict.Down("connection refused"));
  }

  @Test
  @DisplayName("registers the others at once, and the young one when it answers")
  void waitsWithoutTheOthers() {
    serves = world.instant().plusSeconds(8);

    deployment.rings(Duration.ZERO).run();

    assertThat(world.instances()).containsExactly(ours(A, IP1), ours(B, SLOW));
    var reports = deployment.reports();
    assertThat(reports).hasSize(2);
    assertThat(reports.getFirst().execution().registered().orElseThrow()).isBefore(serves);
    assertThat(reports.getLast().seen().at()).isAfterOrEqualTo(serves);
    assertThat(patient)
        .singleElement()
        .satisfies(question -> {
          assertThat(question.addresses()).containsOnlyKeys(SLOW);
          assertThat(question.name()).isEmpty();
          assertThat(question.addresses().get(SLOW)).isLessThan(Duration.ofSeconds(20));
        });
    assertThat(ledger.memory("mlflow").waiting()).isEmpty();
  }

  /** Another event comes while the first one's invocation waits. */
  @Test
  void holdsNoLeaseWhileItWaits() {
    serves = world.instant().plusSeconds(10);

    deployment.rings(Duration.ZERO).rings(Duration.ofSeconds(5)).run();

    assertThat(deployment.passes()).hasOnlyElementsOfType(Report.class).hasSize(3);
  }

  @Test
  void onlyOneOfABurstWaits() {
    serves = world.instant().plusSeconds(10);

    IntStream.range(0, 50).forEach(i -> deployment.rings(Duration.ofMillis(10L * i)));
    deployment.rings(Duration.ofSeconds(6)).rings(Duration.ofSeconds(8)).run();

    assertThat(patient).hasSize(1);
    assertThat(deployment.reports()).hasSizeGreaterThan(4);
    assertThat(world.instances()).containsExactly(ours(A, IP1), ours(B, SLOW));
  }

  @Test
  void looksNoSecondTimeWhereTheYoungOneDoesNotAnswer() {
    deployment.rings(Duration.ZERO).run();

    assertThat(deployment.reports()).hasSize(1);
    assertThat(patient).hasSize(1);
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  /** A refusal shows that it has started, as well as a welcome. */
  @Test
  void looksAgainWhereTheYoungOneRefuses() {
    serves = world.instant().plusSeconds(3);
    var refusing = deployment.asking(question -> refusing(ask(question)));

    refusing.rings(Duration.ZERO).run();

    assertThat(refusing.reports()).hasSize(2);
    assertThat(world.instances()).containsExactly(ours(A, IP1), ours(B, SLOW));
  }

  @Test
  void looksLessAndLessOftenAtOneThatAnswersByTurns() {
    var byTurns =
        deployment.asking(question -> {
          world.answers(
              SLOW,
              isPatient(question) ? new Verdict.Ok(200) : new Verdict.Down("answered with 503"));
          return world.ask(question);
        });

    byTurns.rings(Duration.ZERO).run();

    assertThat(byTurns.reports()).hasSizeBetween(3, 7);
  }

  /** Who is ECS's stands already: his answer would change nothing. */
  @Test
  void waitsForNobodyWhoWouldNotBeRegistered() {
    world
        .instances(ofEcs(C, IP3))
        .tasks(running(C, IP3, Duration.ofSeconds(5)))
        .answers(IP3, new Verdict.Down("connection refused"));

    deployment.rings(Duration.ZERO).run();

    assertThat(patient)
        .extracting(question -> question.addresses().keySet())
        .containsExactly(Set.of(SLOW));
  }

  @Test
  void leavesTheSecondLookToWhoeverIsAtIt() {
    serves = world.instant().plusSeconds(3);
    var asking =
        deployment.asking(question -> {
          var answer = ask(question);
          if (isPatient(question)) {
            ledger.take("mlflow", Instant.MAX, Instant.MAX);
          }
          return answer;
        });

    asking.rings(Duration.ZERO).run();

    assertThat(asking.passes()).hasSize(2).last().isInstanceOf(LeftToAnother.class);
    assertThat(ledger.isMarked("mlflow")).isTrue();
  }

  /** It has said that it waits for both, so nobody else does. */
  @Test
  void waitsForTheRestWhereAnotherIsAtTheSecondLook() {
    var firstUp = world.instant().plusSeconds(3);
    var secondUp = world.instant().plusSeconds(9);
    world
        .tasks(running(C, IP3, Duration.ofSeconds(5)))
        .answers(IP3, new Verdict.Down("connection refused"));
    var asking =
        deployment.asking(question -> {
          if (isPatient(question)) {
            patient.add(question);
            boolean isFirst = question.addresses().containsKey(SLOW);
            interleaving.sleep(Duration.between(world.instant(), isFirst ? firstUp : secondUp));
            world.ok(isFirst ? SLOW : IP3);
          }
          if (patient.size() == 1) {
            ledger.take("mlflow", world.instant().plusSeconds(2), Instant.MAX);
          }
          return world.ask(question);
        });

    asking.rings(Duration.ZERO).run();

    assertThat(patient)
        .extracting(question -> question.addresses().keySet())
        .containsExactly(Set.of(SLOW, IP3), Set.of(IP3));
    assertThat(world.instances()).containsExactly(ours(A, IP1), ours(B, SLOW), ours(C, IP3));
    assertThat(ledger.memory("mlflow").waiting()).isEmpty();
  }

  @Test
  void waitsForNobodyInASweep() {
    serves = world.instant().plusSeconds(3);

    deployment.sweeps(Duration.ZERO).run();

    assertThat(patient).isEmpty();
    assertThat(deployment.reports()).hasSize(1);
  }

  @Test
  void waitsForNobodyWhereNobodyIsYoung() {
    world.tasks(running(B, SLOW));

    deployment.rings(Duration.ZERO).run();

    assertThat(patient).isEmpty();
  }

  @Test
  void waitsForWhomNobodyElseWaits() {
    deployment.rings(Duration.ZERO);
    interleaving.invoke(
        Duration.ofSeconds(3),
        SimulatedInvocation.of(Duration.ofSeconds(1)),
        () ->
            world
                .tasks(running(C, IP3, Duration.ofSeconds(1)))
                .answers(IP3, new Verdict.Down("connection refused")));
    deployment.rings(Duration.ofSeconds(4)).run();

    assertThat(patient)
        .extracting(question -> question.addresses().keySet())
        .containsExactly(Set.of(SLOW), Set.of(IP3));
  }

  /** All the time it takes would only be said of it in the end. */
  @Test
  void waitsForNobodyWherePaused() {
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "deploying"));

    deployment.rings(Duration.ZERO).run();

    assertThat(patient).isEmpty();
    assertThat(deployment.reports()).hasSize(1);
  }

  /** A killed invocation's word that it waits counts no longer than it would have waited. */
  @Test
  void waitsAgainOnceAnothersWaitIsOver() {
    deployment.rings(Duration.ZERO).rings(Duration.ofSeconds(25)).run();

    assertThat(patient).hasSize(2);
  }

  private Answer ask(Question question) {
    if (isPatient(question)) {
      patient.add(question);
      var end = world.instant().plus(question.addresses().values().iterator().next());
      interleaving.sleep(Duration.between(world.instant(), serves.isBefore(end) ? serves : end));
    }
    if (!world.instant().isBefore(serves)) {
      world.ok(SLOW);
    }
    return world.ask(question);
  }

  private static boolean isPatient(Question question) {
    return question.addresses().values().stream().anyMatch(Duration::isPositive);
  }

  private static Answer refusing(Answer answer) {
    return answer.unweighed(SLOW) instanceof Verdict.Ok
        ? new Answer(Map.of(SLOW, new Verdict.Rejected(403)), answer.resolution()).after(answer)
        : answer;
  }
}
