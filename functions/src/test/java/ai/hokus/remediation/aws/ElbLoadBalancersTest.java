package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElbLoadBalancersTest {
  private static final String API = "hokusai-api-development";
  private static final String GROUP =
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/";

  private ScriptedAws aws;
  private LoadBalancers balancers;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    balancers = ScriptedAws.ports().balancers(Sample.GUARD, new Parallel(new InlineExecutor()));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void tellsWhatTheBalancerThinksOfEachTarget() {
    aws.answers(
        "DescribeServices",
        """
        {"services": [{"serviceName": "%s", "loadBalancers": [
          {"targetGroupArn": "%sreg/1", "containerName": "hokusai-api", "containerPort": 8001},
          {"loadBalancerName": "a-classic-one"}]}]}\
        """
            .formatted(API, GROUP));
    aws.answers(
        "DescribeTargetGroups",
        groups(
            """
            <member><TargetGroupArn>%sreg/1</TargetGroupArn><TargetGroupName>reg</TargetGroupName>
            <HealthCheckPath>/health/alb</HealthCheckPath><HealthCheckPort>traffic-port</HealthCheckPort>
            <Matcher><HttpCode>200</HttpCode></Matcher>
            <LoadBalancerArns><member>arn:lb</member></LoadBalancerArns></member>\
            """
                .formatted(GROUP)));
    aws.answers(
        "DescribeTargetHealth",
        health(
            """
            <member><Target><Id>10.0.3.17</Id><Port>8001</Port></Target><TargetHealth>
            <State>unhealthy</State><Reason>Target.ResponseCodeMismatch</Reason>
            <Description>Health checks failed with these codes: [404]</Description>
            </TargetHealth></member>
            <member><Target><Id>10.0.1.88</Id><Port>8001</Port></Target><TargetHealth>
            <State>healthy</State></TargetHealth></member>\
            """));

    assertThat(balancers.targetGroups(Set.of(API)))
        .isEqualTo(
            new Reading.Complete<>(
                Map.of(
                    API,
                    List.of(
                        new TargetGroup(
                            "reg",
                            new HealthCheck("/health/alb", "traffic-port", "200"),
                            true,
                            List.of(
                                new Target(
                                    "10.0.3.17",
                                    "unhealthy",
                                    "Target.ResponseCodeMismatch: Health checks failed with these"
                                        + " codes: [404]"),
                                new Target("10.0.1.88", "healthy", "")))))));
    assertThat(aws.asked("DescribeServices"))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.at("/cluster").asText()).isEqualTo(Sample.GUARD.clusterArn()));
    assertThat(aws.asked("DescribeTargetGroups"))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.path("TargetGroupArns.member.1").asText()).isEqualTo(GROUP + "reg/1"));
  }

  /**
   * A health check that only connects has neither path nor matcher, and a target may have no state.
   */
  @Test
  void takesWhatIsLeftOut() {
    aws.answers("DescribeServices", service(API, "tcp/1"));
    aws.answers(
        "DescribeTargetGroups",
        groups(
            "<member><TargetGroupArn>%stcp/1</TargetGroupArn><TargetGroupName>tcp</TargetGroupName></member>"
                .formatted(GROUP)));
    aws.answers(
        "DescribeTargetHealth",
        health("<member><Target><Id>10.0.3.17</Id></Target><TargetHealth/></member>"));

    assertThat(balancers.targetGroups(Set.of(API)).value())
        .containsExactly(
            Map.entry(
                API,
                List.of(
                    new TargetGroup(
                        "tcp",
                        new HealthCheck("", "", ""),
                        false,
                        List.of(new Target("10.0.3.17", "", ""))))));
  }

  @Test
  void looksIntoTaskSetsToo() {
    aws.answers(
        "DescribeServices",
        """
        {"services": [{"serviceName": "%s", "taskSets": [
          {"id": "ecs-svc/1", "loadBalancers": [{"targetGroupArn": "%sblue/1"}]},
          {"id": "ecs-svc/2", "loadBalancers": [{"targetGroupArn": "%sgreen/1"}]}]}]}\
        """
            .formatted(API, GROUP, GROUP));
    aws.answers("DescribeTargetGroups", groups(""));

    balancers.targetGroups(Set.of(API));

    assertThat(
            aws.asked("DescribeTargetGroups").getFirst().path("TargetGroupArns.member.2").asText())
        .isEqualTo(GROUP + "green/1");
  }

  @Test
  void asksNoBalancerWhereNoneIsNamed() {
    aws.answers("DescribeServices", "{\"services\": [{\"serviceName\": \"%s\"}]}".formatted(API));

    assertThat(balancers.targetGroups(Set.of(API)))
        .isEqualTo(new Reading.Complete<>(Map.of(API, List.of())));
    assertThat(aws.asked("DescribeTargetGroups")).isEmpty();
  }

  @Test
  void asksNobodyAboutNobody() {
    assertThat(balancers.targetGroups(Set.of())).isEqualTo(new Reading.Complete<>(Map.of()));
    assertThat(aws.asked("DescribeServices")).isEmpty();
  }

  @Test
  void leavesOutWhatEcsDoesNotKnow() {
    aws.answers(
        "DescribeServices",
        """
        {"services": [], "failures": [{"arn": "%s", "reason": "MISSING"}]}\
        """
            .formatted(Sample.GUARD.serviceArn(API)));

    assertThat(balancers.targetGroups(Set.of(API))).isEqualTo(new Reading.Complete<>(Map.of()));
  }

  @Test
  void describesTenServicesAtATime() {
    aws.answers("DescribeServices", "{\"services\": []}");
    var names = new TreeSet<>(IntStream.range(0, 21).mapToObj("s-%02d"::formatted).toList());

    balancers.targetGroups(names);

    assertThat(aws.asked("DescribeServices"))
        .extracting(asked -> asked.path("services").size())
        .containsExactly(10, 10, 1);
  }

  @Test
  void isPartialWhereEcsRefuses() {
    aws.refuses("DescribeServices", 400, "AccessDeniedException", "no");

    assertThat(balancers.targetGroups(Set.of(API)))
        .isEqualTo(
            new Reading.Partial<>(
                Map.of(),
                "ECS at "
                    + aws.endpoint()
                    + " does not let this function's role do this (describing "
                    + API
                    + "): AccessDeniedException; are the stack's parameters complete?"));
  }

  @Test
  void isPartialWhereTheGroupsCannotBeRead() {
    aws.answers("DescribeServices", service(API, "reg/1"));
    aws.refusesInXml("DescribeTargetGroups", 400, "TargetGroupNotFound", "One or more not found");

    assertThat(balancers.targetGroups(Set.of(API)))
        .isEqualTo(
            new Reading.Partial<>(
                Map.of(API, List.of()),
                "Elastic Load Balancing at %s refused (describing %sreg/1):"
                        .formatted(aws.endpoint(), GROUP)
                    + " TargetGroupNotFound: One or more not found"));
  }

  @Test
  void isPartialWhereTheTargetsCannotBeRead() {
    aws.answers("DescribeServices", service(API, "reg/1"));
    aws.answers(
        "DescribeTargetGroups",
        groups(
            "<member><TargetGroupArn>%sreg/1</TargetGroupArn><TargetGroupName>reg</TargetGroupName></member>"
                .formatted(GROUP)));
    aws.refusesInXml("DescribeTargetHealth", 403, "AccessDenied", "not yours");

    assertThat(balancers.targetGroups(Set.of(API)))
        .isEqualTo(
            new Reading.Partial<>(
                Map.of(API, List.of()),
                "Elastic Load Balancing at "
                    + aws.endpoint()
                    + " does not let this function's role do this"
                    + " (describing the targets of reg): AccessDenied; are the stack's parameters"
                    + " complete?"));
  }

  private static String service(String name, String group) {
    return """
    {"services": [{"serviceName": "%s", "loadBalancers": [{"targetGroupArn": "%s%s"}]}]}\
    """
        .formatted(name, GROUP, group);
  }

  private static String groups(String members) {
    return """
    <DescribeTargetGroupsResponse><DescribeTargetGroupsResult><TargetGroups>%s</TargetGroups>\
    </DescribeTargetGroupsResult></DescribeTargetGroupsResponse>\
    """
        .formatted(members);
  }

  private static String health(String members) {
    return """
    <DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>%s\
    </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>\
    """
        .formatted(members);
  }
}
