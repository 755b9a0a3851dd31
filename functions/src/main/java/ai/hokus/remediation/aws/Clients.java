package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.TimeBudget;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Makes the SDK's clients, all over one HTTP client: aws-crt, as its native TLS is what makes a
 * cold start short.
 */
final class Clients {
  /** A connection inside a Region takes milliseconds; this leaves room for a CPU that wakes up. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A page of 100 tasks takes ECS about a second at worst; a lost packet should cost one try. */
  private static final Duration ATTEMPT = Duration.ofSeconds(3);

  /** DynamoDB answers in milliseconds, so a lost packet is soon told from a slow answer. */
  private static final Duration LEDGER_ATTEMPT = Duration.ofMillis(1_400);

  /**
   * The calls of a pass follow each other in less. A connection that outlives them is dead after a
   * freeze or a restored snapshot, and costs the next call one of its tries.
   */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Region region;
  private final int slowness;
  private final SdkHttpClient http;

  Clients(String region) {
    this(region, 1);
  }

  /**
   * For what may be slower than AWS in its Region.
   *
   * @param slowness how many times as long each try, and all of them, may take; but for Lambda's,
   *     which say it for themselves
   */
  Clients(String region, int slowness) {
    this.region = Region.of(region);
    this.slowness = slowness;
    http =
        AwsCrtHttpClient.builder()
            .connectionTimeout(CONNECT.multipliedBy(slowness))
            .connectionMaxIdleTime(IDLE)
            .build();
  }

  EcsClient ecs() {
    return configured(EcsClient.builder()).build();
  }

  /** For what must not be sent twice. */
  EcsClient ecsOnce() {
    return once(EcsClient.builder()).build();
  }

  ServiceDiscoveryClient cloudMap() {
    return configured(ServiceDiscoveryClient.builder()).build();
  }

  DynamoDbClient dynamo() {
    var retries =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .retryOnException(LedgerTable::passes)
            .build();
    return configured(DynamoDbClient.builder(), LEDGER_ATTEMPT, TimeBudget.ONE_LEDGER_CALL, retries)
        .build();
  }

  SsmClient ssm() {
    return configured(SsmClient.builder()).build();
  }

  /** For what must not be sent twice. */
  SsmClient ssmOnce() {
    return once(SsmClient.builder()).build();
  }

  CloudWatchClient cloudWatch() {
    return configured(CloudWatchClient.builder()).build();
  }

  SnsClient sns() {
    return configured(SnsClient.builder()).build();
  }

  ElasticLoadBalancingV2Client balancers() {
    return configured(ElasticLoadBalancingV2Client.builder()).build();
  }

  /** Its calls say for themselves how long they may take: {@link LambdaProber}. */
  LambdaClient lambda() {
    return configured(LambdaClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
    return configured(builder, ATTEMPT, TimeBudget.ONE_CALL, patiently());
  }

  /** The one try may take as long as all tries of another call. */
  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B once(B builder) {
    return configured(
        builder, TimeBudget.ONE_CALL, TimeBudget.ONE_CALL, AwsRetryStrategy.doNotRetry());
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, Duration attempt, Duration call, RetryStrategy retries) {
    return builder
        .region(region)
        .httpClient(http)
        .overrideConfiguration(every ->
            every
                .retryStrategy(retries)
                .addExecutionInterceptor(new Attempts.Counter())
                .apiCallAttemptTimeout(attempt.multipliedBy(slowness))
                .apiCallTimeout(call.multipliedBy(slowness)));
  }

  private static RetryStrategy patiently() {
    return AwsRetryStrategy.forRetryMode(RetryMode.STANDARD);
  }
}
