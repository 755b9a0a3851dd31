package ai.hokus.remediation.drill;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What happens to a world meanwhile: tasks end, services lose their registries and get them back,
 * operations fail, an alarm comes and goes, channels falter, somebody applies his Terraform. One
 * thing after the other, as the seed wants it.
 */
final class Mischief {
  static final String PARAMETER = "/hokusai/development/mlflow/endpoint";

  /** Not what is configured to the letter: only what was there before is what comes back. */
  static final String BEFORE = "http://mlflow.hokusai-development.local:5000/";

  static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  /** Who reads it. */
  static final String CONSUMER = "hokusai-api-development";

  static final String ALARM = "hokusai-api-502-errors";

  /** Registered by hand: somebody else's MLflow under the same name. */
  static final String FOREIGN = "by-hand";

  /** So many things happen from its begin on: long enough for events to be heard. */
  private static final int FAILS_FOR = 3;

  private static final List<String> CHANNEL_FAILURES =
      List.of("lost", "throttled", "broken", "closed");

  /**
   * What a call may meet, and how often; each is tried again by its caller, or in the next pass.
   */
  private static final Map<String, Integer> THROTTLED =
      Map.of(
          "RegisterInstance", 3,
          "DescribeTasks", 4,
          "ListInstances", 4,
          "PutParameter", 2,
          "TransactWriteItems", 2);

  private final World world;
  private final SplittableRandom random;
  private final List<String> services;
  private int failsFor;
  private boolean isForeignAway;

  /**
   * @param others the services beside MLflow, whose endpoint nobody moves
   */
  Mischief(World world, SplittableRandom random, List<String> others) {
    this.world = world;
    this.random = random;
    this.services = others;
  }

  /** The next thing; returns once ECS has done its part. */
  void happen() {
    var service = oneOf(services);
    switch (random.nextInt(16)) {
      case 0, 1 -> tell("stop-task", "mlflow");
      case 2 -> tell("crash-task", "mlflow");
      case 3 -> tell("stop-task", service);
      case 4 -> tell("crash-task", service);
      case 5, 6 -> tell("recreate-without-registries", random.nextBoolean() ? "mlflow" : service);
      case 7 -> takeBack(random.nextBoolean() ? "mlflow" : service);
      case 8 -> tell("scale", service, String.valueOf(random.nextInt(3)));
      case 9 -> tell("scale", "mlflow", String.valueOf(1 + random.nextInt(2)));
      case 10, 11 -> failForAWhile();
      case 12 -> tell("set-alarm", ALARM, random.nextBoolean() ? "ALARM" : "OK");
      case 13 -> tell("chat-fails", oneOf(CHANNEL_FAILURES), "1");
      case 14 -> throttle();
      default -> tell("set-parameter", PARAMETER, BEFORE);
    }
    if (failsFor > 0 && failsFor-- == 1) {
      recover();
    }
  }

  /** No fault is left, and everybody wants a task. */
  void end() {
    recover();
    tell("throttle", "off");
    tell("chat-fails", "off");
    tell("set-alarm", ALARM, "OK");
    tell("scale", "mlflow", "1");
    services.forEach(service -> tell("scale", service, "1"));
  }

  /**
   * Nothing can be registered while a few more things happen, the task is another one, nobody else
   * serves by the name, nobody holds anything, and the alarm calls: the way out.
   */
  private void failForAWhile() {
    resume();
    takeForeignAway();
    // What ECS registered itself it would fail to take out, and no policy of ours may.
    tell("recreate-without-registries", "mlflow");
    tell("fail-operations", "the hosted zone is gone", "mlflow");
    tell("set-alarm", ALARM, "ALARM");
    tell("replace-task", "mlflow");
    failsFor = FAILS_FOR;
  }

  private void resume() {
    try {
      world.invokeWith("Rollback", "{\"action\": \"resume\", \"service\": \"mlflow\"}");
    } catch (World.FunctionError killed) {
      // Then it is not resumed.
    }
  }

  /** ECS registers them itself again, which it could not while that fails. */
  private void takeBack(String service) {
    recover();
    tell("recreate-with-registries", service);
  }

  private void recover() {
    failsFor = 0;
    tell("fail-operations", "off");
    if (isForeignAway) {
      isForeignAway = false;
      tell("add-foreign-instance", FOREIGN);
    }
  }

  /** It serves by the name, which is good as long as it does. */
  private void takeForeignAway() {
    // What cannot succeed while operations fail.
    recover();
    isForeignAway = true;
    tell("remove-foreign-instance", FOREIGN);
  }

  private void throttle() {
    var action = oneOf(THROTTLED.keySet().stream().sorted().toList());
    tell("throttle", action, String.valueOf(THROTTLED.get(action)));
  }

  /** What cannot happen now, as a service has no task, does not. */
  private void tell(String verb, String... arguments) {
    try {
      world.tell(verb, arguments);
    } catch (World.Refused notNow) {
      if (!String.valueOf(notNow.getMessage()).contains("no running task")) {
        throw notNow;
      }
    }
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
