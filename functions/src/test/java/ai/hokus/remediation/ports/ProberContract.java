package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What {@link Prober} promises. Kept by the one that asks from here, by the one that asks through
 * the function, and by the fake.
 */
public abstract class ProberContract {
  private static final Duration ONCE = Duration.ZERO;
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(2);

  protected abstract Prober prober();

  /** One of a few addresses at which nobody is until told otherwise. */
  protected abstract Ipv4 address(int which);

  /** At which all of them are asked. */
  protected abstract int port();

  /** The timeout of a request: the most that {@code Probe} takes, where it is asked. */
  protected Duration longest() {
    return Duration.ofSeconds(2);
  }

  /** From now on it answers with this status. */
  protected abstract void serves(Ipv4 address, int status) throws Exception;

  /** It answers with 200, but not before so much time has passed. */
  protected abstract void comesUp(Ipv4 address, Duration after) throws Exception;

  /** From now on the name answers with this address. */
  protected abstract Question.Name named(Ipv4 address) throws Exception;

  @Test
  void hasAVerdictOnEachAddress() throws Exception {
    serves(address(1), 200);
    serves(address(2), 403);

    var answer = ask(Map.of(address(1), ONCE, address(2), ONCE, address(3), ONCE));

    assertThat(answer.verdicts()).hasSize(3);
    assertThat(answer.unweighed(address(1))).isEqualTo(new Verdict.Ok(200));
    assertThat(answer.unweighed(address(2))).isEqualTo(new Verdict.Rejected(403));
    assertThat(answer.unweighed(address(3)).speaksAgainst()).isTrue();
  }

  @Test
  void asksWhomTheNameAnswersToo() throws Exception {
    serves(address(1), 200);
    serves(address(2), 200);
    var name = named(address(2));

    var answer = ask(Map.of(address(1), ONCE), Optional.of(name), everywhere());

    assertThat(answer.resolution()).isEqualTo(new Resolution.Addresses(List.of(address(2))));
    assertThat(answer.verdicts())
        .isEqualTo(Map.of(address(1), new Verdict.Ok(200), address(2), new Verdict.Ok(200)));
  }

  @Test
  void asksNobodyOutsideOfTheBlocksWhoeverNamesIt() throws Exception {
    serves(address(1), 200);
    serves(address(2), 200);
    serves(address(3), 200);
    var name = named(address(2));

    var answer =
        ask(
            Map.of(address(1), ONCE, address(3), ONCE),
            Optional.of(name),
            List.of(Cidr.parse(address(1).dotted() + "/32")));

    var outside = new Verdict.Unasked("outside the configured cidrs");
    assertThat(answer.verdicts())
        .isEqualTo(
            Map.of(address(1), new Verdict.Ok(200), address(2), outside, address(3), outside));
  }

  @Test
  void asksNoNameWhereThereIsNone() {
    assertThat(ask(Map.of(address(1), ONCE)).resolution()).isInstanceOf(Resolution.NotAsked.class);
  }

  @Test
  void asksNothingOfNobody() {
    var answer = ask(Map.of());

    assertThat(answer.verdicts()).isEmpty();
    assertThat(answer.resolution()).isInstanceOf(Resolution.NotAsked.class);
  }

  @Test
  void waitsForWhoeverIsGivenTime() throws Exception {
    comesUp(address(1), SOON);

    assertThat(ask(Map.of(address(1), PATIENT)).verdicts())
        .isEqualTo(Map.of(address(1), new Verdict.Ok(200)));
  }

  @Test
  void waitsForNobodyElse() throws Exception {
    comesUp(address(1), SOON);

    assertThat(ask(Map.of(address(1), ONCE)).unweighed(address(1)).speaksAgainst()).isTrue();
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    comesUp(address(1), PATIENT.multipliedBy(2));

    assertThat(ask(Map.of(address(1), PATIENT)).unweighed(address(1)).speaksAgainst()).isTrue();
  }

  private Answer ask(Map<Ipv4, Duration> addresses) {
    return ask(addresses, Optional.empty(), everywhere());
  }

  private Answer ask(
      Map<Ipv4, Duration> addresses, Optional<Question.Name> name, List<Cidr> within) {
    var request = new ProbeRequest("GET", "/", "", Set.of(200), "mlflow", longest());
    return prober().ask(new Question(request, port(), within, addresses, name));
  }

  private static List<Cidr> everywhere() {
    return List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("10.0.0.0/8"));
  }
}
