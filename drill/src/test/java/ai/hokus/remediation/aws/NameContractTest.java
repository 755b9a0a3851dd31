package ai.hokus.remediation.aws;

import static java.util.Objects.requireNonNull;

import ai.hokus.remediation.drill.World;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.net.DirectProber;
import ai.hokus.remediation.net.HttpProbe;
import ai.hokus.remediation.net.NameQuery;
import ai.hokus.remediation.ports.AskedAgain;
import ai.hokus.remediation.ports.NameContract;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Cloud Map, its zone and the world's resolver, asked from here. What takes half a minute takes
 * five seconds.
 */
class NameContractTest extends NameContract {
  private static final Duration HEALTH_TAKES = Duration.ofSeconds(5);
  private static final Duration NEGATIVE_TTL = Duration.ofSeconds(3);

  private static AwsOfTheWorld aws;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private Registry registry;

  @BeforeAll
  static void up() {
    aws =
        AwsOfTheWorld.up(
            "--custom-health-seconds", String.valueOf(HEALTH_TAKES.toSeconds()),
            "--negative-ttl", String.valueOf(NEGATIVE_TTL.toSeconds()));
    // ECS keeps nobody in the name.
    aws.world().tell("scale", "mlflow", "0");
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  /** The Cloud Map service is a new one, without instances. */
  @BeforeEach
  void begin() {
    aws.world().tell("recreate-cloud-map-service", "mlflow");
    registry =
        aws.aws()
            .registry(
                new Pace(4, Clock.systemUTC(), Thread::sleep), Clock.systemUTC(), Thread::sleep);
  }

  @AfterEach
  void close() {
    executor.close();
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected Prober prober() {
    return new AskedAgain(
        new DirectProber(
            new HttpProbe(service().within(), executor),
            NameQuery.of(requireNonNull(aws.world().environment().get("WORLD_RESOLVER"))),
            new Parallel(executor),
            Clock.systemUTC(),
            Thread::sleep));
  }

  @Override
  protected GuardedService service() {
    return AwsOfTheWorld.mlflow("mlflow");
  }

  @Override
  protected Guard guard() {
    return AwsOfTheWorld.GUARD;
  }

  @Override
  protected Ipv4 address(int which) {
    return new Ipv4("127.0.0." + which);
  }

  @Override
  protected Instant now() {
    return Clock.systemUTC().instant();
  }

  @Override
  protected void await(BooleanSupplier condition) {
    World.await(condition);
  }

  @Override
  protected void letForget() {
    aws.world().tell("hide-zone", "off");
  }

  @Override
  protected Duration healthTakes() {
    return HEALTH_TAKES;
  }

  @Override
  protected Duration negativeTtl() {
    return NEGATIVE_TTL;
  }
}
