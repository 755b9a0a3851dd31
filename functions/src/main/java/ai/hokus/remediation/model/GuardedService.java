package ai.hokus.remediation.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of the configuration: an ECS service whose place in Cloud Map we look after.
 *
 * @param name short, as reports and metrics call it
 * @param within the only blocks whose addresses may be asked or registered
 * @param port of the container, 1 to 65535
 * @param retired whether the configuration has it no more, while something of ours still stands:
 *     that is looked after, and nothing is begun
 */
public record GuardedService(
    String name,
    Policy policy,
    String ecsService,
    int port,
    CloudMapRef cloudMap,
    ProbeRequest probe,
    List<Cidr> within,
    Settings settings,
    Optional<EndpointParameter> endpoint,
    List<Consumer> consumers,
    Set<String> alarms,
    EnterFallback fallback,
    boolean retired) {

  /**
   * The SSM parameter that tells consumers where the service is.
   *
   * @param byName the value it should hold: the service's name, in the form its consumers parse
   */
  public record EndpointParameter(String parameter, String byName) {}

  /**
   * An ECS service that reads the endpoint parameter.
   *
   * @param redeploy whether ECS may be asked for a new deployment of it, with nothing changed
   */
  public record Consumer(String ecsService, Reads reads, boolean redeploy) {

    /** When it learns a new value: each time it asks, or only when a container starts. */
    public enum Reads {
      RUNTIME_READ,
      ENV_AT_START
    }
  }

  /** What it takes to move the endpoint to an address. */
  public enum EnterFallback {
    NEVER,
    ON_ALARM,
    ON_NAME_FAILURE
  }

  public GuardedService {
    within = List.copyOf(within);
    consumers = List.copyOf(consumers);
    alarms = Set.copyOf(alarms);
  }

  /** One that is configured. */
  public GuardedService(
      String name,
      Policy policy,
      String ecsService,
      int port,
      CloudMapRef cloudMap,
      ProbeRequest probe,
      List<Cidr> within,
      Settings settings,
      Optional<EndpointParameter> endpoint,
      List<Consumer> consumers,
      Set<String> alarms,
      EnterFallback fallback) {
    this(
        name,
        policy,
        ecsService,
        port,
        cloudMap,
        probe,
        within,
        settings,
        endpoint,
        consumers,
        alarms,
        fallback,
        false);
  }

  /** The same, configured no more. */
  public GuardedService retire() {
    return new GuardedService(
        name,
        policy,
        ecsService,
        port,
        cloudMap,
        probe,
        within,
        settings,
        endpoint,
        consumers,
        alarms,
        fallback,
        true);
  }

  /** Whether the configuration lets us send a request to {@code address}. */
  public boolean admits(Ipv4 address) {
    return within.stream().anyMatch(block -> block.admits(address));
  }
}
