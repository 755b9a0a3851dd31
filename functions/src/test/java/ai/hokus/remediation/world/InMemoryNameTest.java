package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.ports.NameContract;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

class InMemoryNameTest extends NameContract {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final InMemoryWorld world = new InMemoryWorld();

  @Override
  protected Registry registry() {
    return world;
  }

  @Override
  protected Prober prober() {
    return world;
  }

  @Override
  protected GuardedService service() {
    return Sample.MLFLOW;
  }

  @Override
  protected Guard guard() {
    return Sample.GUARD;
  }

  @Override
  protected Ipv4 address(int which) {
    return new Ipv4("10.0.0." + which);
  }

  @Override
  protected Instant now() {
    return world.instant();
  }

  @Override
  protected void await(BooleanSupplier condition) {
    var until = now().plus(LONGEST);
    while (!condition.getAsBoolean()) {
      if (now().isAfter(until)) {
        throw new AssertionError("not within " + LONGEST.toSeconds() + " s");
      }
      world.passes(Duration.ofSeconds(1));
    }
  }

  @Override
  protected void letForget() {
    world.resolverForgets();
  }

  @Override
  protected Duration healthTakes() {
    return InMemoryWorld.HEALTH_TAKES;
  }

  @Override
  protected Duration negativeTtl() {
    return InMemoryWorld.NEGATIVE_TTL;
  }
}
