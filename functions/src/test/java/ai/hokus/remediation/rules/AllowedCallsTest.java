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
          // Powertools asks for the parameters.
          "ssm",
          Set.of(),
          "lambda",
          Set.of("invoke"),
          "dynamodb",
          Set.of("getItem", "batchGetItem", "updateItem", "transactWriteItems"));

  /** Of the client itself, not of AWS. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("builder", "serviceClientConfiguration", "close");

  private static final Pattern CLIENT =
      Pattern.compile("software\\.amazon\\.awssdk\\.services\\.([a-z]+)\\.[A-Za-z]+Client");

  private static final ArchRule RULE =
      noClasses()
          .should()
          .accessTargetWhere(
              describe("it is none of the calls that are allowed", AllowedCallsTest::isForbidden));

  @Test
  @DisplayName("rule 9: no other call to AWS")
  void callsNothingElse() {
    RULE.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.hokus.remediation"));
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
  @DisplayName("moves an endpoint that this version leaves alone, caught by rule 9: no other call")
  void catchesWhoPutsAParameter() {
    assertThat(isBrokenBy(Eager.class)).isTrue();
  }

  @Test
  @DisplayName("does it asynchronously, by a method's name, caught by rule 9: no other call")
  void catchesWhoDoesItAsynchronously() {
    assertThat(isBrokenBy(Sly.class)).isTrue();
  }

  private static boolean isBrokenBy(Class<?> fixture) {
    JavaClasses broken = new ClassFileImporter().importClasses(fixture);
    return RULE.evaluate(broken).hasViolation();
  }

  private static boolean isForbidden(JavaAccess<?> access) {
    var client = CLIENT.matcher(access.getTargetOwner().getFullName());
    return client.matches()
        && !OF_THE_CLIENT.contains(access.getName())
        && !ALLOWED.getOrDefault(client.group(1), Set.of()).contains(access.getName());
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
