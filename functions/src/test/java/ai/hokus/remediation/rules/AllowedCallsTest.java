package ai.hokus.remediation.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/**
 * Never in the way: no call to ECS or Cloud Map but these. So no task can be stopped, and nothing
 * that people own in Terraform can be changed, whatever a planner says.
 */
class AllowedCallsTest {

  private static final Set<String> ALLOWED =
      Set.of(
          "describeServices",
          "describeTasks",
          "listTasksPaginator",
          "listNamespacesPaginator",
          "listServicesPaginator",
          "listInstancesPaginator",
          "getNamespace",
          "getService",
          "getInstance",
          "getOperation",
          "registerInstance",
          "deregisterInstance",
          "updateInstanceCustomHealthStatus",
          // Of the client itself, not of AWS.
          "builder",
          "serviceClientConfiguration",
          "close");

  private static final ArchRule RULE =
      noClasses()
          .should()
          .callMethodWhere(
              describe("it is none of the calls that are allowed", AllowedCallsTest::isForbidden));

  @Test
  @DisplayName("rule 9: no other call to ECS or Cloud Map")
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

  private static boolean isBrokenBy(Class<?> fixture) {
    JavaClasses broken = new ClassFileImporter().importClasses(fixture);
    return RULE.evaluate(broken).hasViolation();
  }

  private static boolean isForbidden(JavaMethodCall call) {
    var owner = call.getTargetOwner();
    return (owner.isEquivalentTo(EcsClient.class)
            || owner.isEquivalentTo(ServiceDiscoveryClient.class))
        && !ALLOWED.contains(call.getName());
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
}
