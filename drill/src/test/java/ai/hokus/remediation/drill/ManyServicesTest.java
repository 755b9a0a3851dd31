package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.drill.World.Call;
import ai.hokus.remediation.figures.Figures;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two hundred guarded services, all forgotten at once, one more that never answers, and a Cloud Map
 * that hangs about the first eight: as many as a sweep visits at a time.
 */
@Tag("crowd")
class ManyServicesTest {
  private static final int MANY = 200;
  private static final String PREFIX = "many-";
  private static final List<String> HANGING =
      IntStream.rangeClosed(1, 8).mapToObj((PREFIX + "%03d")::formatted).toList();

  /** A sweep begins nothing after its fortieth second; what it had begun then has ended by here. */
  private static final Duration A_SWEEP = Duration.ofSeconds(55);

  /** 200 registrations are 100 s of writing, and each sweep has 40 s for it. */
  private static final int SWEEPS = 5;

  private static final int WRITES_A_SECOND = 2;

  /**
   * What ECS gives an account for ListTasks and DescribeTasks together.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS
   *     request throttling</a>
   */
  private static final Bucket TASK_READS =
      new Bucket(Set.of("ListTasks", "DescribeTasks"), 100, 20);

  /** The same for DescribeServices. */
  private static final Bucket SERVICE_READS = new Bucket(Set.of("DescribeServices"), 100, 20);

  /** A token bucket, as ECS throttles by. */
  private record Bucket(Set<String> actions, int size, int aSecond) {

    /** Whether it never runs empty. */
    boolean suffices(List<Call> calls) {
      double tokens = size;
      double at = Double.NEGATIVE_INFINITY;
      for (var call : inOrder(actions, calls)) {
        tokens = Math.min(size, tokens + (call - at) * aSecond) - 1;
        at = call;
        if (tokens < 0) {
          return false;
        }
      }
      return true;
    }
  }

  @Test
  void areAllKeptByAFewSweepsWithinTheBudgets() {
    try (var world = World.up()) {
      // One that says nothing is young however slow this machine is: later it would be registered.
      world.tell("configure", "settings", "{\"youngFor\": \"PT1H\"}");
      world.tell("guard-many", String.valueOf(MANY));
      world.tell("recreate-without-registries", "mlflow");
      world.tell("stop-answering", "mlflow");
      HANGING.forEach(name -> world.tell("hang", "ListInstances", name));
      var mark = world.mark();

      sweepBesideThoseThatHang(world);
      world.tell("hang", "off");
      int sweeps = 1;
      int carriedOver = 0;
      while (world.kept(PREFIX).size() < MANY && sweeps < SWEEPS) {
        var answer = inTime(() -> world.invokeWith("Sweep", "{}"));
        sweeps++;
        assertThat(answer.toString().length()).isLessThan(100_000);
        carriedOver += size(answer.at("/carriedOver"));
      }

      var calls = world.timedSince(mark);
      Figures.put("manyServices.sweeps.count", sweeps);
      Figures.put("manyServices.calls.count", calls.size());
      assertThat(world.kept(PREFIX)).hasSize(MANY);
      // There is too much to write for two sweeps: what had no turn was said, and had one later.
      assertThat(carriedOver).isPositive();
      assertThat(world.kept("mlflow")).isEmpty();
      assertThat(TASK_READS.suffices(calls)).isTrue();
      assertThat(SERVICE_READS.suffices(calls)).isTrue();
      // Fewer come twice than hung: the SDK sends again what it hears nothing of for 3 s, which on
      // a
      // busy machine befalls some, and those that hung are not registered anew.
      assertThat(writes(calls)).hasSizeBetween(MANY, MANY + HANGING.size() - 1);
      assertThat(meanGap(writes(calls))).isGreaterThanOrEqualTo(0.9 / WRITES_A_SECOND);
    }
  }

  /**
   * They keep every place for a while, and are said; the others have their turn all the same. Those
   * too are registered, each after a look at its own instance: an unread list stops no addition.
   */
  private static void sweepBesideThoseThatHang(World world) {
    assertThatThrownBy(() -> inTime(() -> world.invokeWith("Sweep", "{}")))
        .isInstanceOf(World.FunctionError.class)
        .satisfies(failed ->
            assertThat(HANGING)
                .allSatisfy(
                    name -> assertThat(failed.getMessage()).contains(name + ": no answer")));
    assertThat(world.kept(PREFIX)).hasSizeGreaterThan(HANGING.size());
  }

  private static <T> T inTime(Supplier<T> sweep) {
    var began = System.nanoTime();
    try {
      return sweep.get();
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(A_SWEEP);
    }
  }

  private static List<Double> writes(List<Call> calls) {
    return inOrder(Set.of("RegisterInstance"), calls);
  }

  private static double meanGap(List<Double> times) {
    return (times.getLast() - times.getFirst()) / (times.size() - 1);
  }

  private static List<Double> inOrder(Set<String> actions, List<Call> calls) {
    return calls.stream()
        .filter(call -> actions.contains(call.action()))
        .map(Call::at)
        .sorted()
        .toList();
  }

  private static int size(JsonNode list) {
    return list.isMissingNode() ? 0 : list.size();
  }
}
