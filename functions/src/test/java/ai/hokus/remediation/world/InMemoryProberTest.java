package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.ProberContract;
import java.time.Duration;
import java.util.Set;

class InMemoryProberTest extends ProberContract {
  private final InMemoryWorld world = new InMemoryWorld();

  @Override
  protected Prober prober() {
    return world;
  }

  @Override
  protected Ipv4 address(int which) {
    return new Ipv4("10.0.0." + which);
  }

  @Override
  protected int port() {
    return 5000;
  }

  @Override
  protected void serves(Ipv4 address, int status) {
    world.answers(address, status == 200 ? new Verdict.Ok(status) : new Verdict.Rejected(status));
  }

  @Override
  protected void comesUp(Ipv4 address, Duration after) {
    world.comesUp(address, after);
  }

  @Override
  protected Question.Name named(Ipv4 address) {
    world.instances(Sample.ours(Sample.A, address));
    return new Question.Name("mlflow.example.local", Set.of("A"));
  }
}
