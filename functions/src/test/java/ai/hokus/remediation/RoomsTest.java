package ai.hokus.remediation;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What each room (package) may touch. {@code handlers} and the root package put the rooms together,
 * so they alone may use every one; all others have a row here, and a room without one is a failure.
 */
@AnalyzeClasses(packagesOf = RoomsTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  private static final String ROOT = "ai.hokus.remediation";

  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          entry("model", Set.of()),
          entry("wire", Set.of("model")),
          entry("chat", Set.of("model")),
          entry("doorbell", Set.of("model")),
          entry("config", Set.of("ports", "model")),
          entry("ports", Set.of("model")),
          entry("observation", Set.of("ports", "model")),
          entry("plan", Set.of("model")),
          entry("execution", Set.of("plan", "ports", "model")),
          entry("delivery", Set.of("ports", "model")),
          entry("health", Set.of("model")),
          entry("incidents", Set.of("execution", "plan", "model")),
          entry("aws", Set.of("ports", "model", "wire")),
          entry("net", Set.of("ports", "model", "wire")),
          entry("rollback", Set.of("config", "ports", "model")),
          entry("telemetry", Set.of("execution", "plan", "delivery", "rollback", "ports", "model")),
          entry("view", Set.of("execution", "plan", "incidents", "rollback", "doorbell", "model")),
          entry("handlers", Set.of("*")),
          entry("", Set.of("*")));

  private static final Pattern ASKING =
      Pattern.compile(
          """
          java\\.(lang\\.System\\.(getenv|currentTimeMillis|nanoTime)\
          |lang\\.Math\\.random\
          |time\\.\\w+\\.(now|system\\w*)\
          |util\\.UUID\\.randomUUID\
          |security\\.SecureRandom\\.(<init>|getInstance\\w*)\
          |util\\.concurrent\\.ThreadLocalRandom\\.current\
          |util\\.random\\.RandomGenerator\\w*\\.(get\\w+|of|create)\
          |util\\.(Splittable)?Random\\.<init>)\\(\
          """);

  @ArchTest
  static final ArchRule every_room_keeps_to_its_row =
      classes().that().resideInAPackage(ROOT + "..").should(keepToTheRowOfTheirRoom());

  @ArchTest
  static final ArchRule every_package_says_what_is_null =
      classes().that().resideInAPackage(ROOT + "..").should(resideInANullMarkedPackage());

  @ArchTest
  static final ArchRule the_planner_only_thinks =
      classes()
          .that()
          .resideInAPackage(ROOT + ".plan..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".plan..",
              ROOT + ".model..",
              "java.lang..",
              "java.time..",
              "java.util..",
              "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule values_know_nothing_but_the_jdk =
      classes()
          .that()
          .resideInAPackage(ROOT + ".model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".model..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_sdk_stays_in_its_room =
      onlyIn(
          "aws",
          resideInAnyPackage(
              "software.amazon.awssdk..", "software.amazon.lambda.powertools.parameters.."));

  @ArchTest
  static final ArchRule the_network_stays_in_its_room =
      onlyIn(
          "net",
          resideInAnyPackage("java.net.http..", "java.nio.channels..", "org.xbill.DNS..")
              .or(
                  describe(
                      "a socket, a URL connection or a look-up by the JVM",
                      used ->
                          used.getPackageName().equals("java.net")
                              && used.getSimpleName()
                                  .matches(".*Socket.*|URL|.*URLConnection|Inet\\d*Address"))));

  @ArchTest
  static final ArchRule logs_and_metrics_stay_in_their_room =
      onlyIn(
          "telemetry",
          resideInAnyPackage(
              "software.amazon.lambda.powertools.logging..",
              "software.amazon.lambda.powertools.metrics..",
              "org.apache.logging.."));

  /**
   * The clock, the environment and chance come in through {@code Wiring}, so that a test can own
   * them.
   */
  @ArchTest
  static final ArchRule only_the_wiring_asks_the_world =
      noClasses()
          .that(not(describe("Wiring", each -> topLevel(each).endsWith("Wiring"))))
          .should()
          .accessTargetWhere(
              describe(
                  "the clock, the environment or chance is asked",
                  access -> ASKING.matcher(access.getTarget().getFullName()).lookingAt()))
          .as("only Wiring asks the clock, the environment or chance");

  /**
   * {@code Probe} runs inside the VPC and answers in milliseconds; loading the SDK would cost more
   * than its work.
   */
  @ArchTest
  static final ArchRule the_probe_loads_no_sdk =
      noClasses()
          .that()
          .haveFullyQualifiedName(ROOT + ".handlers.Probe")
          .should()
          .transitivelyDependOnClassesThat(resideInAPackage(ROOT + ".aws.."))
          .allowEmptyShould(true);

  private static ArchRule onlyIn(String room, DescribedPredicate<JavaClass> used) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .resideOutsideOfPackage(ROOT + "." + room + "..")
        .should()
        .dependOnClassesThat(used);
  }

  private static ArchCondition<JavaClass> keepToTheRowOfTheirRoom() {
    return new ArchCondition<>("keep to the row of their room") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        var row = ROOMS.get(room(user));
        if (row == null) {
          events.add(
              SimpleConditionEvent.violated(
                  user, "room '%s' of %s has no row".formatted(room(user), user.getName())));
          return;
        }
        user.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(dependency -> !mayUse(room(user), row, room(dependency.getTargetClass())))
            .forEach(dependency ->
                events.add(SimpleConditionEvent.violated(user, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass each, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                each,
                each.getPackage().isAnnotatedWith(NullMarked.class),
                each.getPackageName() + " has no package-info with @NullMarked"));
      }
    };
  }

  private static boolean mayUse(String user, Set<String> row, String used) {
    return user.equals(used) || row.contains("*") || row.contains(used);
  }

  private static boolean isOurs(JavaClass any) {
    return any.getPackageName().equals(ROOT) || any.getPackageName().startsWith(ROOT + ".");
  }

  /** The first part of the package's name below the root; the root itself is the empty name. */
  private static String room(JavaClass ours) {
    return Stream.of(ours.getPackageName().substring(ROOT.length()).split("\\."))
        .filter(part -> !part.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String topLevel(JavaClass any) {
    return any.getEnclosingClass().map(RoomsTest::topLevel).orElseGet(any::getSimpleName);
  }
}
