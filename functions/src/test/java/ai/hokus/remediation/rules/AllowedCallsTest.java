package ai.hokus.remediation.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Never in the way: no call to AWS but these, by whichever client. So no task can be stopped, and
 * nothing that people own in Terraform can be changed, whatever a planner says.
 */
class AllowedCallsTest {

  /** By the package of the client. Of a client that is not here, none. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "ecs",
          Set.of("describeServices", "describeTasks", "listTasksPaginator"),
          "cloudwatch",
          Set.of("describeAlarmsPaginator"),
          "servicediscovery",
          Set.of(
              "listNamespacesPaginator",
              "listServicesPaginator",
              "listInstancesPaginator",
              "getNamespace",
              "getService",
              "getInstance",
              "getOperation",
              "registerInstance",
              "deregisterInstance",
              "updateInstanceCustomHealthStatus"),
          // Powertools asks for the configuration.
          "ssm",
          Set.of("getParameter", "getParameterHistoryPaginator"),
          "elasticloadbalancingv2",
          Set.of("describeTargetGroups", "describeTargetHealth"),
          "sns",
          Set.of("publish"),
          "lambda",
          Set.of("invoke"),
          "dynamodb",
          Set.of("getItem", "batchGetItem", "updateItem", "transactWriteItems", "scanPaginator"));

  /** Only one class moves an endpoint, and only one has its consumers deployed anew. */
  private static final String PUT = "software.amazon.awssdk.services.ssm.SsmClient.putParameter";

  private static final String DEPLOY =
      "software.amazon.awssdk.services.ecs.EcsClient.updateService";

  private static final String MOVER = "ai.hokus.remediation.aws.SsmEndpointStore";
  private static final String DEPLOYER = "ai.hokus.remediation.aws.EcsConsumers";

  /** All that is said when they are: nothing of it changes the service. */
  private static final Set<String> OF_A_DEPLOYMENT =
      Set.of("cluster", "service", "forceNewDeployment");

  /** Of the client itself, not of AWS. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("builder", "serviceClientConfiguration", "close");

  private static final Pattern CLIENT =
      Pattern.compile("software\\.amazon\\.awssdk\\.services\\.([a-z0-9]+)\\.[A-Za-z0-9]+Client");

  /** The request itself, and each of its builders. */
  private static final Pattern UPDATE_SERVICE =
      Pattern.compile(".*\\.services\\.ecs\\.model\\.UpdateServiceRequest(\\$.*)?");

  private static final ArchRule RULE = rule(DEPLOYER);

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hokus.remediation");

  @Test
  @DisplayName("rule 9: no other call to AWS")
  void callsNothingElse() {
    RULE.check(OURS);
  }

  @Test
  void excusesNobodyWhoIsNotThere() {
    assertThat(OURS.get(MOVER).getAccessesFromSelf()).anyMatch(access -> isCall(access, PUT));
    assertThat(OURS.get(DEPLOYER).getAccessesFromSelf()).anyMatch(access -> isCall(access, DEPLOY));
  }

  @Test
  @DisplayName("stops a task to have it replaced, caught by rule 9: no other call")
  void catchesWhoStopsATask() {
    assertThat(isBrokenBy(Impatient.class)).isTrue();
  }

  @Test
  @DisplayName("mends serviceRegistries behind Terraform's back, caught by rule 9: no other call")
  void catchesWhoUpdatesAService() {
    assertThat(isBrokenBy(Helpful.class)).isTrue();
  }

  @Test
  @DisplayName("deploys with a change of its own, caught by rule 9: no other call")
  void catchesWhoChangesWhatItDeploys() {
    assertThat(isBrokenBy(Generous.class)).isTrue();
    assertThat(isBroken(rule(Generous.class.getName()), Generous.class))
        .as("even the one who may deploy")
        .isTrue();
    assertThat(isBroken(rule(Modest.class.getName()), Modest.class)).isFalse();
  }

  @Test
  @DisplayName("prepares a deployment for somebody else, caught by rule 9: no other call")
  void catchesWhoPreparesADeployment() {
    assertThat(isBrokenBy(Accomplice.class)).isTrue();
  }

  @Test
  @DisplayName("moves an endpoint past its store, caught by rule 9: no other call")
  void catchesWhoPutsAParameter() {
    assertThat(isBrokenBy(Eager.class)).isTrue();
  }

  @Test
  @DisplayName("takes a target out of a load balancer, caught by rule 9: no other call")
  void catchesWhoTakesATargetOut() {
    assertThat(isBrokenBy(Zealous.class)).isTrue();
  }

  @Test
  @DisplayName("deletes a parameter of the owners, caught by rule 9: no other call")
  void catchesWhoDeletesAParameter() {
    assertThat(isBrokenBy(Tidy.class)).isTrue();
  }

  @Test
  @DisplayName("does it asynchronously, by a method's name, caught by rule 9: no other call")
  void catchesWhoDoesItAsynchronously() {
    assertThat(isBrokenBy(Sly.class)).isTrue();
  }

  private static boolean isBrokenBy(Class<?> fixture) {
    return isBroken(RULE, fixture);
  }

  private static boolean isBroken(ArchRule rule, Class<?> fixture) {
    return rule.evaluate(new ClassFileImporter().importClasses(fixture)).hasViolation();
  }

  /**
   * @param deployer the class that may have consumers deployed anew
   */
  private static ArchRule rule(String deployer) {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "it is none of the calls that are allowed",
                access -> isForbidden(access, deployer)));
  }

  private static boolean isForbidden(JavaAccess<?> access, String deployer) {
    var caller = access.getOriginOwner().getFullName();
    var target = access.getTargetOwner().getFullName();
    if (UPDATE_SERVICE.matcher(target).matches()) {
      return !caller.equals(deployer) || !OF_A_DEPLOYMENT.contains(access.getName());
    }
    if (isCall(access, DEPLOY)) {
      return !caller.equals(deployer);
    }
    if (isCall(access, PUT)) {
      return !caller.equals(MOVER);
    }
    var client = CLIENT.matcher(target);
    return client.matches()
        && !OF_THE_CLIENT.contains(access.getName())
        && !ALLOWED.getOrDefault(client.group(1), Set.of()).contains(access.getName());
  }

  private static boolean isCall(JavaAccess<?> access, String call) {
    return call.equals(access.getTargetOwner().getFullName() + "." + access.getName());
  }

  /** Broken on purpose. */
  record Impatient(EcsClient ecs) {
    void replace(String task) {
      ecs.stopTask(stop -> stop.task(task));
    }
  }

  /** Broken on purpose. */
  record Helpful(ServiceDiscoveryClient cloudMap) {
    void mend(String service) {
      cloudMap.updateService(update -> update.id(service));
    }
  }

  /** Broken on purpose. */
  record Generous(EcsClient ecs) {
    void deploy(String service) {
      ecs.updateService(update -> update.service(service).forceNewDeployment(true).desiredCount(2));
    }
  }

  /** Not broken: nothing of the service changes. */
  record Modest(EcsClient ecs) {
    void deploy(String cluster, String service) {
      ecs.updateService(
          update -> update.cluster(cluster).service(service).forceNewDeployment(true));
    }
  }

  /** Broken on purpose: what it makes, another could send. */
  record Accomplice(String service) {
    UpdateServiceRequest prepared() {
      return UpdateServiceRequest.builder().service(service).forceNewDeployment(true).build();
    }
  }

  /** Broken on purpose. */
  record Zealous(ElasticLoadBalancingV2Client balancers) {
    void isolate(String group) {
      balancers.deregisterTargets(out -> out.targetGroupArn(group));
    }
  }

  /** Broken on purpose. */
  record Tidy(SsmClient ssm) {
    void cleanUp(String parameter) {
      ssm.deleteParameter(delete -> delete.name(parameter));
    }
  }

  /** Broken on purpose. */
  record Eager(SsmClient ssm) {
    void move(String parameter) {
      ssm.putParameter(put -> put.name(parameter));
    }
  }

  /** Broken on purpose. */
  record Sly(EcsAsyncClient ecs) {
    Function<StopTaskRequest, CompletableFuture<StopTaskResponse>> stop() {
      return ecs::stopTask;
    }
  }
}
