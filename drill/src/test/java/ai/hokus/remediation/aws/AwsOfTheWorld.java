package ai.hokus.remediation.aws;

import ai.hokus.remediation.drill.World;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A world with the SDK of this process pointed at it, from {@code up} to {@code close}: by the
 * properties that the SDK reads as it reads the variables.
 */
public final class AwsOfTheWorld implements AutoCloseable {
  public static final Guard GUARD =
      new Guard("arn:aws:ecs:us-east-1:123456789012:cluster/hokusai-development", "contract");
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_ENDPOINT_URL", "aws.endpointUrl",
          "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
          "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey");

  /** One process answers every call, on a machine that may have no time for it. */
  private static final int SLOWNESS = 10;

  private final World world;
  private final Aws aws = ports();

  private AwsOfTheWorld(World world) {
    this.world = world;
  }

  public static AwsOfTheWorld up() {
    return pointedAt(World.up());
  }

  /** With these options of {@code bin/world up}. */
  static AwsOfTheWorld up(String... options) {
    return pointedAt(World.up(options));
  }

  private static AwsOfTheWorld pointedAt(World world) {
    PROPERTIES.forEach(
        (variable, property) -> System.setProperty(property, world.environment().get(variable)));
    return new AwsOfTheWorld(world);
  }

  /** The ports, with clients of their own, of the world that is up. */
  public static Aws ports() {
    return new Aws(clients());
  }

  static Clients clients() {
    return new Clients(GUARD.region(), SLOWNESS);
  }

  public World world() {
    return world;
  }

  Aws aws() {
    return aws;
  }

  /** MLflow of the sample configuration, with its Cloud Map service called {@code cloudMapName}. */
  static GuardedService mlflow(String cloudMapName) {
    return new GuardedService(
        "mlflow",
        Policy.REPAIR,
        "hokusai-mlflow-development",
        5000,
        new CloudMapRef.ByName("hokusai-development.local", cloudMapName),
        new ProbeRequest(
            "GET",
            "/health",
            "",
            Set.of(200),
            "mlflow.hokusai-development.local:5000",
            Duration.ofSeconds(2)),
        List.of(Cidr.parse("127.0.0.0/8")),
        Settings.DEFAULTS,
        Optional.empty(),
        List.of(),
        Set.of(),
        EnterFallback.NEVER);
  }

  @Override
  public void close() {
    PROPERTIES.values().forEach(System::clearProperty);
    world.close();
  }
}
