package ai.hokus.remediation.doorbell;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.doorbell.Doorbell.Elsewhere;
import ai.hokus.remediation.doorbell.Doorbell.Malformed;
import ai.hokus.remediation.doorbell.Doorbell.Rings;
import ai.hokus.remediation.model.Guard;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorbellReaderTest {

  private static final String CLUSTER =
      "arn:aws:ecs:us-east-1:123456789012:cluster/hokusai-development";
  private static final DoorbellReader READER = new DoorbellReader(new Guard(CLUSTER, "owner"));
  private static final Doorbell MLFLOW = new Rings("hokusai-mlflow-development");

  private static final Path SAMPLES = Path.of("..", "events");

  /** Events as others published or captured them; not part of this repository. */
  private static final Path SAMPLES_OF_OTHERS =
      Path.of(System.getProperty("shared.events", "../../shared/events"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void hears(String sample, Doorbell doorbell) {
    assertThat(READER.read(bytes(SAMPLES.resolve(sample + ".json")))).isEqualTo(doorbell);
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        arguments("task-pending", MLFLOW),
        arguments("task-running", MLFLOW),
        arguments("task-stopped", MLFLOW),
        arguments("service-steady-state", MLFLOW),
        arguments("service-discovery-instance-unhealthy", MLFLOW),
        arguments("deployment-completed", MLFLOW),
        arguments("task-of-another-cluster", new Elsewhere("a task of another cluster")),
        arguments("scheduled", new Elsewhere("an event that ECS did not send")),
        arguments("alarm-state-change", new Elsewhere("an event that ECS did not send")),
        arguments("alarm-composite", new Elsewhere("an event that ECS did not send")),
        arguments("alarm-action-direct", new Malformed("$.detail-type", "nothing", "text")),
        arguments("alarm-action-composite", new Malformed("$.detail-type", "nothing", "text")),
        arguments("probe", new Malformed("$.source", "nothing", "text")),
        arguments("notify-stream", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-status", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-dry-run", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-pause", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-resume", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-restore", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-rehearse", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-fallback", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-release", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-undo", new Malformed("$.source", "nothing", "text")));
  }

  @Test
  void knowsEverySample() {
    assertThat(files(SAMPLES).map(DoorbellReaderTest::name))
        .containsExactlyInAnyOrderElementsOf(samples().map(row -> (String) row.get()[0]).toList());
  }

  /** What we take for EventBridge's envelope is what AWS's own class takes for it. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "task-pending",
        "task-running",
        "task-stopped",
        "service-steady-state",
        "service-discovery-instance-unhealthy",
        "scheduled"
      })
  void samplesAreEventsOfEventBridge(String sample) {
    var event = EventLoader.loadScheduledEvent("events/" + sample + ".json");

    assertThat(event.getSource()).isIn("aws.ecs", "aws.events");
    assertThat(event.getDetailType())
        .isIn("ECS Task State Change", "ECS Service Action", "Scheduled Event");
    assertThat(event.getResources()).hasSize(1);
  }

  @Test
  void leavesTheEventsOfOthersAlone() {
    assumeThat(SAMPLES_OF_OTHERS).isDirectory();

    assertThat(files(SAMPLES_OF_OTHERS).toList())
        .isNotEmpty()
        .allSatisfy(file -> {
          var ecs = Files.readString(file).contains("\"aws.ecs\"");
          var doorbell = READER.read(bytes(file));
          if (ecs) {
            assertThat(doorbell)
                .isIn(
                    new Elsewhere("a task of another cluster"),
                    new Elsewhere("a service of another cluster"));
          } else {
            assertThat(doorbell).isNotInstanceOf(Rings.class);
          }
        });
  }

  @Test
  void hearsTheEventsOfOthersAboutTheirOwnClusters() {
    assumeThat(SAMPLES_OF_OTHERS).isDirectory();

    assertThat(heardIn("us-west-2:111122223333:cluster/default", "aws-ecs-deployment-completed"))
        .isEqualTo(new Rings("servicetest"));
    assertThat(
            heardIn(
                "us-west-2:111122223333:cluster/default", "aws-ecs-service-task-start-impaired"))
        .isEqualTo(new Rings("servicetest"));
    assertThat(
            heardIn(
                "us-west-2:111122223333:cluster/FargateCluster",
                "aws-ecs-task-running-fargate-standalone"))
        .isEqualTo(new Elsewhere("a task that no service started"));
    assertThat(
            heardIn(
                "eu-west-2:332499610595:cluster/dev-ecs-public",
                "defra-service-discovery-running-sdi-attached"))
        .isEqualTo(new Rings("cdp-demo-test-15"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusual")
  void understands(String situation, String event, Doorbell doorbell) {
    assertThat(READER.read(event.getBytes(UTF_8))).isEqualTo(doorbell);
  }

  static Stream<Arguments> unusual() {
    var old = "service/hokusai-mlflow-development";
    var now = "service/hokusai-development/hokusai-mlflow-development";
    var another = new Elsewhere("a service of another cluster");
    return Stream.of(
        arguments(
            "fields nobody knows",
            task().replace("\"group\"", "\"colour\": {\"of\": [1]}, \"group\""),
            MLFLOW),
        arguments("a status nobody knows", task().replace("RUNNING", "RESTING"), MLFLOW),
        arguments("a status of another type", task().replace("\"RUNNING\"", "[7]"), MLFLOW),
        arguments("a launch type nobody knows", task().replace("FARGATE", "MOON"), MLFLOW),
        arguments(
            "a stop code nobody knows",
            sample("task-stopped").replaceAll("\"stopCode\": \"\\w+\"", "\"stopCode\": \"Bored\""),
            MLFLOW),
        arguments(
            "a service that nobody may guard",
            task().replace("service:hokusai-mlflow-development", "service:x"),
            new Rings("x")),
        arguments(
            "a task that no service started",
            task().replace("service:hokusai", "family:hokusai"),
            new Elsewhere("a task that no service started")),
        arguments(
            "a cluster whose name begins alike",
            task().replace("cluster/hokusai-development", "cluster/hokusai-development-2"),
            new Elsewhere("a task of another cluster")),
        arguments(
            "an ARN without the cluster, which the event says",
            service().replace(now, old),
            MLFLOW),
        arguments(
            "an ARN without the cluster, which the event says is another",
            service().replace(now, old).replace("cluster/hokusai", "cluster/other"),
            another),
        arguments(
            "an ARN without the cluster, which nobody says",
            deployment().replace(now, old),
            MLFLOW),
        arguments(
            "the same of another account",
            deployment().replace(now, old).replace("123456789012", "210987654321"),
            another),
        arguments(
            "the same of another Region",
            deployment().replace(now, old).replace("us-east-1", "us-east-2"),
            another),
        arguments(
            "another cluster", deployment().replace("service/hokusai", "service/other"), another),
        arguments(
            "another kind",
            task().replace("ECS Task State", "ECS Container Instance State"),
            new Elsewhere("an ECS event of another kind")),
        arguments(
            "another source",
            task().replace("aws.ecs", "my.ecs"),
            new Elsewhere("an event that ECS did not send")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void answers(String situation, String event, Malformed answer) {
    assertThat(READER.read(event.getBytes(UTF_8))).isEqualTo(answer);
  }

  static Stream<Arguments> malformed() {
    var cluster = "the ARN of an ECS cluster";
    var service = "the ARN of an ECS service";
    return Stream.of(
        arguments("nothing", "", envelope("nothing")),
        arguments("a batch", "[" + task() + "]", envelope("a list")),
        arguments("null", "null", envelope("null")),
        arguments("a number", "7", envelope("a number")),
        arguments(
            "half an event", "{\n\"source\": \"aws.", envelope("no JSON at line 2, column 16")),
        arguments("two events", "{} {}", envelope("no JSON at line 1, column 4")),
        arguments("no JSON", "hello", envelope("no JSON at line 1, column 6")),
        arguments("an empty object", "{}", new Malformed("$.source", "nothing", "text")),
        arguments(
            "a source that is no text",
            task().replace("\"aws.ecs\"", "true"),
            new Malformed("$.source", "true or false", "text")),
        arguments(
            "no kind",
            task().replace("detail-type", "kind"),
            new Malformed("$.detail-type", "nothing", "text")),
        arguments(
            "a detail that is text",
            "{\"source\": \"aws.ecs\", \"detail-type\": \"ECS Task State Change\", \"detail\": \"{}\"}",
            new Malformed("$.detail", "text of 2 characters", "an object")),
        arguments(
            "no cluster",
            task().replace("\"clusterArn\"", "\"cluster\""),
            new Malformed("$.detail.clusterArn", "nothing", cluster)),
        arguments(
            "a cluster by name",
            task().replace(CLUSTER, "hokusai-development"),
            new Malformed("$.detail.clusterArn", "text of 19 characters", cluster)),
        arguments(
            "no group",
            task().replace("\"group\"", "\"grouped\""),
            new Malformed("$.detail.group", "nothing", "text")),
        arguments(
            "a group that is a list",
            task().replace("\"service:hokusai-mlflow-development\"", "[]"),
            new Malformed("$.detail.group", "a list", "text")),
        arguments(
            "a service's name that is none",
            task().replace("service:hokusai-mlflow-development", "service:../../etc"),
            new Malformed(
                "$.detail.group",
                "text of 17 characters",
                "service: and the name of an ECS service")),
        arguments(
            "no resources",
            deployment().replace("\"resources\"", "\"things\""),
            new Malformed("$.resources", "nothing", "a list with the ARN of an ECS service")),
        arguments(
            "empty resources",
            deployment().replaceAll("(?s)\"resources\": \\[[^]]*]", "\"resources\": []"),
            new Malformed("$.resources[0]", "nothing", service)),
        arguments(
            "a resource of another kind",
            deployment().replace(":service/", ":task/"),
            new Malformed("$.resources[0]", "text of 86 characters", service)));
  }

  @ParameterizedTest(name = "in {0}")
  @ValueSource(strings = {"stoppedReason", "group", "clusterArn"})
  void passesOverAMegabyteOfText(String field) {
    var text = "secret\\n".repeat(150_000);
    var event =
        sample("task-stopped")
            .replaceAll("\"" + field + "\": \"[^\"]*\"", "\"" + field + "\": \"X\"");

    var doorbell = READER.read(event.replace("\"X\"", "\"" + text + "\"").getBytes(UTF_8));

    assertThat(doorbell.toString()).hasSizeLessThan(200).doesNotContain("secret");
    assertThat(doorbell.equals(MLFLOW)).isEqualTo(field.equals("stoppedReason"));
  }

  @Test
  void survivesDepth() {
    assertThat(READER.read("[".repeat(1_000_000).getBytes(UTF_8))).isInstanceOf(Malformed.class);
  }

  @Test
  void survivesOtherEncodings() {
    assertThat(READER.read(task().getBytes(UTF_16))).isEqualTo(MLFLOW);
    assertThat(READER.read(new byte[] {0, 0, 0, 1, 127, 0, 0, 0})).isInstanceOf(Malformed.class);
    assertThat(READER.read(new byte[] {'"', (byte) 0xC3, '"'})).isInstanceOf(Malformed.class);
  }

  /** Up to eight bytes changed, cut out or doubled: an answer each time, and no new names. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverThrows(long seed) {
    var random = new SplittableRandom(seed);
    var event = List.of(task(), service(), deployment()).get(random.nextInt(3)).getBytes(UTF_8);
    for (int changes = random.nextInt(1, 9); changes > 0; changes--) {
      event = changed(event, random);
    }

    var doorbell = READER.read(event);

    if (doorbell instanceof Rings(String ecsService)) {
      assertThat(ecsService).matches("[a-zA-Z0-9_-]{1,255}");
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @Test
  void readsAStreamToItsEnd() throws IOException {
    assertThat(READER.read(new ByteArrayInputStream(task().getBytes(UTF_8)))).isEqualTo(MLFLOW);
  }

  @Test
  void saysWhenTheStreamItselfFails() throws IOException {
    var closed = InputStream.nullInputStream();
    closed.close();

    assertThatThrownBy(() -> READER.read(closed)).isInstanceOf(IOException.class);
  }

  private static Malformed envelope(String found) {
    return new Malformed("$", found, "one EventBridge event");
  }

  private static Doorbell heardIn(String cluster, String sampleOfOthers) {
    return new DoorbellReader(new Guard("arn:aws:ecs:" + cluster, "owner"))
        .read(bytes(SAMPLES_OF_OTHERS.resolve(sampleOfOthers + ".json")));
  }

  private static String task() {
    return sample("task-running");
  }

  private static String service() {
    return sample("service-steady-state");
  }

  private static String deployment() {
    return sample("deployment-completed");
  }

  private static String sample(String name) {
    return new String(bytes(SAMPLES.resolve(name + ".json")), UTF_8);
  }

  private static byte[] changed(byte[] event, SplittableRandom random) {
    int at = random.nextInt(event.length);
    switch (random.nextInt(4)) {
      case 0 -> event[at] = (byte) random.nextInt(256);
      case 1 -> event[at] = (byte) "{}[]\",:0".charAt(random.nextInt(8));
      case 2 -> {
        int length = Math.min(random.nextInt(1, 40), event.length - at - 1);
        var shorter = Arrays.copyOf(event, event.length - length);
        System.arraycopy(event, at + length, shorter, at, event.length - at - length);
        return shorter;
      }
      default -> {
        var longer = Arrays.copyOf(event, event.length * 2 - at);
        System.arraycopy(event, at, longer, event.length, event.length - at);
        return longer;
      }
    }
    return event;
  }

  private static Stream<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
