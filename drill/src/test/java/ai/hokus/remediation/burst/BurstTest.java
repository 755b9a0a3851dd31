package ai.hokus.remediation.burst;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.aws.AwsOfTheWorld;
import ai.hokus.remediation.drill.World;
import ai.hokus.remediation.figures.Figures;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An event storm: a thousand events about one service, to many environments at once, while one task
 * of it has to be registered.
 */
@Tag("crowd")
class BurstTest {
  private static final int EVENTS = 1000;
  private static final int ENVIRONMENTS = 8;

  /**
   * After a pass its holder waits for those who ring, twice as long each time from 0.5 s on, until
   * its 30 s are nearly over: seven passes at most. Two such turns, as a machine may be slow.
   */
  private static final int A_HANDFUL = 14;

  @Test
  void aThousandEventsAreAHandfulOfPasses() throws Exception {
    try (var aws = AwsOfTheWorld.up()) {
      var world = aws.world();
      world.tell("recreate-without-registries", "mlflow");
      var events = events(world);
      // The log of calls tells this caller from the world's owner.
      System.setProperty("aws.accessKeyId", "BURST");
      var mark = world.mark();
      var tape = new Tape();

      var passes = storm(events, tape);

      var writes = world.writesSince(mark);
      Figures.put("burst.events.count", EVENTS);
      Figures.put("burst.passes.count", passes);
      Figures.put("burst.writes.count", writes.size());
      assertThat(tape.overlaps()).isEmpty();
      assertThat(writes).containsExactly("RegisterInstance");
      assertThat(passes).isBetween(1, A_HANDFUL);
      assertThat(world.listed().keySet())
          .containsExactly(
              world.runningTasks("hokusai-mlflow-development").getFirst().get("id").asText());
    }
  }

  private static List<byte[]> events(World world) {
    var made =
        world.events().stream()
            .map(event -> event.toString())
            .filter(event -> event.contains("service:hokusai-mlflow-development"))
            .toList();
    return IntStream.range(0, EVENTS)
        .mapToObj(number -> made.get(number % made.size()).getBytes(UTF_8))
        .toList();
  }

  /** Whichever environment is free takes the next event, as Lambda gives them out. */
  private static int storm(List<byte[]> events, Tape tape) throws Exception {
    var queue = new ConcurrentLinkedQueue<>(events);
    try (var lambda = Executors.newFixedThreadPool(ENVIRONMENTS)) {
      var work =
          IntStream.range(0, ENVIRONMENTS)
              .mapToObj(number -> takingFrom(queue, new Environment(number, tape)))
              .toList();
      int passes = 0;
      for (var done : lambda.invokeAll(work)) {
        passes += done.get();
      }
      return passes;
    }
  }

  private static Callable<Integer> takingFrom(Queue<byte[]> queue, Environment environment) {
    return () -> {
      int passes = 0;
      for (var event = queue.poll(); event != null; event = queue.poll()) {
        passes += environment.ring(event);
      }
      return passes;
    };
  }
}
