package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.Parallel;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * Elastic Load Balancing, asked about the target groups that ECS services name. Three calls deep:
 *
 * <pre>
 * DescribeServices ── DescribeTargetGroups ── DescribeTargetHealth, of each group
 * </pre>
 */
final class ElbLoadBalancers implements LoadBalancers {
  /** What one DescribeServices takes. */
  private static final int SERVICES = 10;

  /** An answer is no page, however long, where groups are asked for by name. */
  private static final int GROUPS = 100;

  private final EcsClient ecs;
  private final String cluster;
  private final Parallel parallel;
  private final Place ofEcs;

  /** Made when it is needed first: where a name is broken, nobody should wait for it. */
  private final FutureTask<ElasticLoadBalancingV2Client> client;

  ElbLoadBalancers(
      EcsClient ecs,
      Callable<ElasticLoadBalancingV2Client> client,
      Guard guard,
      Parallel parallel) {
    this.ecs = ecs;
    this.client = new FutureTask<>(client);
    this.cluster = guard.clusterArn();
    this.parallel = parallel;
    this.ofEcs = Place.of("ECS", ecs.serviceClientConfiguration());
  }

  @Override
  public Reading<Map<String, List<TargetGroup>>> targetGroups(Set<String> ecsServices) {
    var arns = together(inBatches(ecsServices, SERVICES, this::arns));
    var named = new TreeSet<String>();
    arns.value().values().forEach(named::addAll);
    var groups = together(inBatches(named, GROUPS, this::groups));
    return groups.restingOn(arns).map(known -> ofEachService(arns.value(), known));
  }

  private static Map<String, List<TargetGroup>> ofEachService(
      Map<String, Set<String>> arns, Map<String, TargetGroup> known) {
    var groups = new TreeMap<String, List<TargetGroup>>();
    arns.forEach((service, its) ->
        groups.put(
            service,
            its.stream()
                .filter(known::containsKey)
                .map(known::get)
                .sorted(Comparator.comparing(TargetGroup::name))
                .toList()));
    return groups;
  }

  /** The target groups that each of these services names; of one that is not there, none. */
  private Reading<Map<String, Set<String>>> arns(List<String> services) {
    try {
      return new Reading.Complete<>(
          ecs
              .describeServices(asked -> asked.cluster(cluster).services(services))
              .services()
              .stream()
              .collect(toMap(Service::serviceName, ElbLoadBalancers::arns)));
    } catch (SdkException e) {
      return new Reading.Partial<>(
          Map.of(), ofEcs.why("describing " + String.join(", ", services), e));
    }
  }

  /** With CodeDeploy each task set has its own. A classic load balancer has none. */
  private static Set<String> arns(Service service) {
    var arns = new TreeSet<String>();
    Stream.concat(
            service.loadBalancers().stream(),
            service.taskSets().stream().flatMap(colour -> colour.loadBalancers().stream()))
        .map(LoadBalancer::targetGroupArn)
        .filter(Objects::nonNull)
        .forEach(arns::add);
    return arns;
  }

  private Reading<Map<String, TargetGroup>> groups(List<String> arns) {
    try {
      var each =
          elb().describeTargetGroups(asked -> asked.targetGroupArns(arns)).targetGroups().stream()
              .<Callable<Reading<Map<String, TargetGroup>>>>map(group -> () -> asSeen(group))
              .toList();
      return together(parallel.all(each));
    } catch (SdkException e) {
      return new Reading.Partial<>(Map.of(), why("describing " + String.join(", ", arns), e));
    }
  }

  private Reading<Map<String, TargetGroup>> asSeen(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group) {
    var arn = group.targetGroupArn();
    try {
      var health = elb().describeTargetHealth(asked -> asked.targetGroupArn(arn));
      return new Reading.Complete<>(
          Map.of(arn, ElbWords.targetGroup(group, health.targetHealthDescriptions())));
    } catch (SdkException e) {
      return new Reading.Partial<>(
          Map.of(), why("describing the targets of " + group.targetGroupName(), e));
    }
  }

  private <T> List<Reading<Map<String, T>>> inBatches(
      Collection<String> names, int most, Batch<T> batch) {
    return parallel.all(
        names.stream()
            .gather(Gatherers.windowFixed(most))
            .<Callable<Reading<Map<String, T>>>>map(some -> () -> batch.read(some))
            .toList());
  }

  @FunctionalInterface
  private interface Batch<T> {
    Reading<Map<String, T>> read(List<String> names);
  }

  private static <T> Reading<Map<String, T>> together(List<Reading<Map<String, T>>> readings) {
    Reading<Map<String, T>> all = new Reading.Complete<>(Map.of());
    for (var some : readings) {
      var before = all.value();
      all =
          some.restingOn(all)
              .map(these -> {
                var both = new HashMap<>(before);
                both.putAll(these);
                return both;
              });
    }
    return all;
  }

  private ElasticLoadBalancingV2Client elb() {
    client.run();
    return Parallel.await(client);
  }

  private String why(String doing, SdkException refusal) {
    return Place.of("Elastic Load Balancing", elb().serviceClientConfiguration())
        .why(doing, refusal);
  }
}
