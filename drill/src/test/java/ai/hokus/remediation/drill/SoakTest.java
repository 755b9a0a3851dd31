package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.figures.Figures;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packaged functions under a stream of events, their processes killed at random by SIGKILL
 * while the world changes: the rules hold all the while, as far as an {@link Onlooker} can tell,
 * once it is quiet nothing is lost, and three more sweeps change nothing.
 *
 * <p>A short one by itself; two thousand events with {@code -Dproof=long}. Another one by {@code
 * -Dsoak.seed=7}.
 */
@Tag("crowd")
class SoakTest {
  private static final boolean LONG = System.getProperty("proof", "").equals("long");
  private static final int OTHERS = LONG ? 8 : 3;

  private static final Soak.Size SIZE = LONG ? new Soak.Size(2000, 8, 20) : new Soak.Size(50, 3, 8);

  /** Half as many as are wanted on average: a slow function is still met at its work. */
  private static final int FEWEST_KILLED_IN = 2 * SIZE.killEvery();

  private static final long SEED = Long.getLong("soak.seed", 1);

  /**
   * The times of the rules, short as they have to pass. A killed one's lease ends a minute after it
   * was got at the latest, and what failed at Cloud Map is tried again after a minute.
   */
  private static final String SETTINGS =
      """
      {"restoreAfter": "PT2S", "nameRepairBudget": "PT2S", "lastInstanceKept": "PT5S",
       "missingFor": "PT5S", "redeploy": {"every": "PT1S", "perIncident": 100},
       "fallback": {"entriesPerDay": 100}}\
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);

  @Test
  void losesNothingHoweverItIsKilled() throws Exception {
    // Callers ask for the name while it is gone: who waits for it must not wait for long.
    try (var world = World.up("--negative-ttl", "2")) {
      world.tell("configure", "settings", SETTINGS);
      world.tell("set-parameter", Mischief.PARAMETER, Mischief.BEFORE);
      world.tell("guard-many", String.valueOf(OTHERS));
      world.tell("add-foreign-instance", Mischief.FOREIGN);
      world.tell("deliver/messages");
      var others = IntStream.rangeClosed(1, OTHERS).mapToObj("many-%03d"::formatted).toList();
      var onlooker = new Onlooker(world.mark());
      var soak =
          new Soak(
              world,
              SEED,
              SIZE,
              others,
              () -> assertThat(breaches(world, onlooker)).as(again()).isEmpty());

      soak.run();

      var began = System.nanoTime();
      resume(world);
      var lost = awaitQuiet(world);
      Figures.put("soak.lost.count", lost.size());
      assertThat(lost).as(again()).isEmpty();
      Figures.put("soak.events.count", soak.ended());
      Figures.put("soak.givenUp.count", soak.givenUp());
      Figures.put("soak.kills.count", soak.kills());
      Figures.put("soak.quiet.seconds", (double) (System.nanoTime() - began) / 1_000_000_000);
      assertThat(soak.ended()).isEqualTo(SIZE.events());
      assertThat(soak.kills()).isGreaterThanOrEqualTo(SIZE.events() / FEWEST_KILLED_IN);
      var mark = world.mark();
      for (int sweep = 0; sweep < 3; sweep++) {
        world.invokeWith("Sweep", "{}");
      }
      assertThat(world.writesSince(mark)).as(again()).isEmpty();
      assertThat(Quiet.problems(world)).as(again()).isEmpty();
      assertThat(world.listed()).as(again()).containsKey(Mischief.FOREIGN);
      assertThat(breaches(world, onlooker)).as(again()).isEmpty();
      Figures.put("soak.writes.count", onlooker.judged());
      Figures.put("soak.moves.count", onlooker.moves());
      assertThat(onlooker.judged()).isPositive();
      if (LONG) {
        assertThat(onlooker.moves()).as("the endpoint is moved").isPositive();
      }
    }
  }

  private static List<String> breaches(World world, Onlooker onlooker) {
    onlooker.see(world.witnessedSince(onlooker.seen()));
    return onlooker.breaches();
  }

  /** Whatever people asked for meanwhile is over. */
  private static void resume(World world) {
    World.await(
        PATIENCE,
        BETWEEN_SWEEPS,
        () ->
            world
                .invokeWith("Rollback", "{\"action\": \"resume\", \"service\": \"*\"}")
                .at("/ending")
                .asText()
                .equals("done"));
  }

  /** What is still out of order when nobody has patience any more. */
  private static List<String> awaitQuiet(World world) {
    var until = System.nanoTime() + PATIENCE.toNanos();
    var left = Quiet.problems(world);
    while (!left.isEmpty() && System.nanoTime() < until) {
      sweep(world);
      World.pause(BETWEEN_SWEEPS);
      left = Quiet.problems(world);
    }
    return left;
  }

  /** Whether it could do everything; if not, the next one comes. */
  private static boolean sweep(World world) {
    try {
      world.invokeWith("Sweep", "{}");
      return true;
    } catch (World.FunctionError comeAgain) {
      return false;
    }
  }

  /** By which command this one is tried again. */
  private static String again() {
    return "again: bin/lib/check-system.sh -Dtest=SoakTest -Dsoak.seed=%d%s"
        .formatted(SEED, LONG ? " -Dproof=long" : "");
  }
}
