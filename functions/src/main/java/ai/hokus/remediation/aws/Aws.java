package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.ConfigurationSource.Stale;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.TaskCatalog;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The door of this room: the ports, as AWS keeps their promises. Credentials and, in the local
 * world, the endpoint ({@code AWS_ENDPOINT_URL}) are found by the SDK. Each call makes a client of
 * its own, so call once and keep what it gives.
 */
public final class Aws {
  private final Clients clients;

  /** AWS in the Region of the guarded cluster. */
  public Aws(String region) {
    this(new Clients(region));
  }

  Aws(Clients clients) {
    this.clients = clients;
  }

  /** ECS. */
  public TaskCatalog catalog(Guard guard, Parallel parallel) {
    return new EcsTaskCatalog(clients.ecs(), guard, parallel);
  }

  /**
   * Cloud Map.
   *
   * @param writes how fast it may be written to
   */
  public Registry registry(Pace writes, InstantSource clock, Sleeper sleeper) {
    return new CloudMapRegistry(clients.cloudMap(), writes, clock, sleeper);
  }

  /** The load balancers before the cluster's services; their client is made when they are asked. */
  public LoadBalancers balancers(Guard guard, Parallel parallel) {
    return new ElbLoadBalancers(clients.ecs(), clients::balancers, guard, parallel);
  }

  /**
   * The function {@code Probe}.
   *
   * @param function its name or ARN, an alias included
   */
  public Prober prober(String function) {
    return new LambdaProber(clients.lambda(), function);
  }

  /** The endpoints, as SSM parameters. */
  public EndpointStore endpoints() {
    return new SsmEndpointStore(clients.ssm(), clients.ssmOnce());
  }

  /** CloudWatch. */
  public AlarmBoard alarms() {
    return new CloudWatchAlarmBoard(clients.cloudWatch());
  }

  /** Who reads the endpoints, as ECS services of the guarded cluster. */
  public Consumers consumers(Guard guard) {
    return new EcsConsumers(clients.ecs(), clients.ecsOnce(), guard);
  }

  /**
   * The configuration in SSM parameters.
   *
   * @param source {@code ssm:NAME} for one parameter, {@code ssm-path:/PREFIX/} for all below
   * @param stale told each time when old documents had to stand in
   * @throws IllegalArgumentException quoting {@code source}, if it is neither
   */
  public ConfigurationSource configuration(
      String source, InstantSource clock, Consumer<Stale> stale) {
    return SsmConfigurationSource.of(source, clients.ssm(), clock, stale);
  }

  /**
   * The ledger in a DynamoDB table.
   *
   * @param owner the owner id, if none was made yet
   * @param holders an id that nobody else has, each time
   * @param forgotten told of each memory that could not be read
   */
  public Ledger ledger(
      String table,
      String owner,
      InstantSource clock,
      Supplier<String> holders,
      Consumer<Ledger.Forgotten> forgotten) {
    return new DynamoLedger(
        new LedgerTable(clients.dynamo(), table), owner, clock, holders, forgotten);
  }

  /** The sweep's bookmark in the same table. */
  public Bookmark bookmark(String table) {
    return new DynamoBookmark(new LedgerTable(clients.dynamo(), table));
  }

  /** The rehearsals in the same table. */
  public RehearsalBook rehearsals(String table) {
    return new DynamoRehearsalBook(new LedgerTable(clients.dynamo(), table));
  }

  /** The outbox in the same table. */
  public Outbox outbox(String table) {
    return new DynamoOutbox(new LedgerTable(clients.dynamo(), table));
  }

  /**
   * An SNS topic.
   *
   * @param format what to publish
   */
  public Channel channel(String topicArn, Function<Message, String> format) {
    return new SnsChannel(clients.sns(), topicArn, format);
  }

  /** What a SecureString holds; throws Unavailable where it cannot be read. */
  public Supplier<String> secret(String parameter, InstantSource clock) {
    return new SsmSecret(clients.ssm(), parameter, clock);
  }
}
