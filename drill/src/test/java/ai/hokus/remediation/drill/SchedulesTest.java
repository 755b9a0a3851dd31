package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.figures.Figures;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events that the world makes, delivered in other orders, again, late or never, while the world
 * is held at each stage: it ends as if each had come in time, and what is foreign stays as it was.
 */
class SchedulesTest {
  private static final String MLFLOW = "hokusai-mlflow-development";
  private static final String BY_HAND = "by-hand";

  /** An application of this world starts in less time than so many take. */
  private static final int SWEEPS = 20;

  private static final Map<String, Integer> PLAYED = new TreeMap<>();

  private static World world;
  private static Map<String, String> byHand = Map.of();

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("add-foreign-instance", BY_HAND);
    byHand = Objects.requireNonNull(world.listed().get(BY_HAND));
  }

  @AfterAll
  static void down() {
    world.close();
    PLAYED.forEach(
        (scenario, count) -> Figures.put("schedules.world." + scenario + ".count", count));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("postmen")
  void keepsWhatItsServiceForgot(Postman postman) {
    begin("recreate-without-registries", "1");

    play("replacement", postman, true, "stop-task", "mlflow");
    play("rollingOne", postman, true, "deploy", "mlflow");
    play("stop", postman, true, "scale", "mlflow", "0");
    play("start", postman, true, "scale", "mlflow", "1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("somePostmen")
  void leavesToEcsWhatEcsRegisters(Postman postman) {
    begin("recreate-with-registries", "1");

    play("replacementNative", postman, false, "stop-task", "mlflow");
    play("rollingOneNative", postman, false, "deploy", "mlflow");
    play("stopNative", postman, false, "scale", "mlflow", "0");
    play("startNative", postman, false, "scale", "mlflow", "1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("somePostmen")
  void keepsManyTasksThatTheirServiceForgot(Postman postman) {
    begin("recreate-without-registries", "4");

    play("rollingFour", postman, true, "deploy", "mlflow");
    play("scaleOut", postman, true, "scale", "mlflow", "10");
    play("scaleIn", postman, true, "scale", "mlflow", "2");
  }

  static Stream<Postman> postmen() {
    return Stream.concat(
        Stream.of(
            Postman.good(),
            Postman.repeatingEverything(),
            Postman.aStageLate(),
            Postman.hoursLate(),
            Postman.hoursLateInReverse(),
            Postman.losingAllButTheFirst(),
            Postman.losingEverything()),
        LongStream.range(0, 4).mapToObj(Postman::drunk));
  }

  static Stream<Postman> somePostmen() {
    return Stream.of(Postman.aStageLate(), Postman.losingEverything(), Postman.drunk(4));
  }

  private static void begin(String recreated, String tasks) {
    world.letGo();
    world.tell(recreated, "mlflow");
    world.tell("scale", "mlflow", tasks);
    sweep();
  }

  /**
   * Lets the verb happen stage by stage.
   *
   * @param ours whether what is registered in the end is ours, or ECS's
   */
  private static void play(String scenario, Postman postman, boolean ours, String... verb) {
    var witness = new Witness(world, MLFLOW);
    var made = new ArrayList<JsonNode>();
    world.hold();
    world.tell(verb[0], Arrays.copyOfRange(verb, 1, verb.length));
    World.Stage stage;
    do {
      stage = world.step();
      made.addAll(stage.events());
      deliver(postman.at(made, stage.events().size()), witness);
    } while (!stage.settled());
    world.letGo();
    deliver(postman.late(made), witness);

    var wanted = new TreeMap<>(witness.running());
    sweepUntil(() -> witness.registered(true).equals(ours ? wanted : Map.of()));
    assertThat(witness.registered(true)).isEqualTo(ours ? wanted : Map.of());
    wanted.put(BY_HAND, byHand.get("AWS_INSTANCE_IPV4"));
    assertThat(witness.registered(false))
        .isEqualTo(ours ? Map.of(BY_HAND, wanted.get(BY_HAND)) : wanted);
    assertThat(world.listed()).containsEntry(BY_HAND, byHand);
    PLAYED.merge(scenario, 1, Integer::sum);
  }

  private static void deliver(List<JsonNode> events, Witness witness) {
    for (var event : events) {
      witness.watch(() -> world.invokeWith("TaskStateChanged", event.toString()));
    }
  }

  /** One comes every minute; whose application was still starting is registered by the next. */
  private static void sweepUntil(BooleanSupplier settled) {
    sweep();
    for (int minute = 0; minute < SWEEPS && !settled.getAsBoolean(); minute++) {
      sweep();
    }
  }

  private static void sweep() {
    world.invokeWith("Sweep", "{}");
  }
}
