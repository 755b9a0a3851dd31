package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Cloud Map should be told of the health of ours. To call one unhealthy takes it out of the
 * answers, so it counts as a removal.
 *
 * <pre>
 * the task is                           | told unhealthy | step
 * --------------------------------------+----------------+-------------------------------------
 * sick: its container is UNHEALTHY, or  | no             | unhealthy, if another stands and
 * its probe said down, and half a       |                | everything was read; else say
 * minute ago or earlier too             |                |
 *                                       | yes            | say
 * well, and was sick before             | any            | healthy
 * was sick before; for ten minutes or   | any            | healthy
 * more nobody could tell, in every pass |                |
 * well, and its name answers without it | nobody knows   | healthy
 * for no reason: {@link Doubt}          |                |
 * else                                  |                | none
 * </pre>
 *
 * What was told is in our memory; Cloud Map is not asked. That would cost a call more for each
 * service and pass, of a budget that ECS shares, and for half a minute its answer is older than
 * what was told. So who was sick is called healthy in every pass that finds him well, until Cloud
 * Map has heard it: whatever was lost, a timeout or a crash, he is not marked for ever. Where the
 * pass that called him so was killed, or what it remembered was lost, only the name can tell.
 */
final class HealthMarks {
  /**
   * So long it may be a fault of ours that passes; after it, one answer too many does less harm.
   */
  private static final Duration DOUBT_LASTS = Duration.ofMinutes(10);

  /** Two passes of a burst may be half a second apart, and see one hiccup twice. */
  private static final Duration HICCUP_LASTS = Duration.ofSeconds(30);

  private final Observation seen;
  private final CloudMapService in;
  private final List<Instance.Ours> ours;
  private final Standing standing;
  private final Doubt doubt;

  HealthMarks(Observation seen, Listing.Found found, Standing standing) {
    this.seen = seen;
    this.in = found.service();
    this.ours =
        found.instances().stream()
            .filter(Instance.Ours.class::isInstance)
            .map(Instance.Ours.class::cast)
            .toList();
    this.standing = standing;
    this.doubt = new Doubt(seen, found);
  }

  List<Step> steps() {
    return ours.stream().flatMap(this::forInstance).toList();
  }

  private Stream<Step> forInstance(Instance.Ours instance) {
    return instance.task().flatMap(seen.tasks().value()::find).stream()
        .filter(Task::isRunning)
        .filter(instance::standsFor)
        .flatMap(task ->
            sick(task)
                .map(why -> forSick(instance, task, why))
                .orElseGet(() -> forOthers(instance, task)));
  }

  private Stream<Step> forSick(Instance.Ours instance, Task task, String why) {
    if (!in.customHealth()) {
      return say(instance, why + "; " + in.name() + " takes no health from us");
    }
    if (standing.isToldUnhealthy(task.id())) {
      return say(instance, why + ", and it is marked unhealthy");
    }
    if (!standing.anotherStands(instance)) {
      return say(instance, why + "; it is not marked, since no other instance stands");
    }
    return seen.isComplete()
        ? push(instance, false, why + ", and another stands")
        : say(instance, why + "; it is not marked, since not everything could be read");
  }

  private Stream<Step> forOthers(Instance.Ours instance, Task task) {
    if (!in.customHealth()) {
      return Stream.empty();
    }
    if (!wasSick(task)) {
      return task.address().flatMap(address -> doubt.of(task, address)).stream()
          .filter(Doubt.Because.IT_IS_LEFT_OUT::equals)
          .flatMap(why ->
              push(
                  instance,
                  true,
                  why.inWords()
                      + ", and it may have been called unhealthy by a pass that was lost"));
    }
    if (seen.isWell(task)) {
      return push(instance, true, "its task recovered");
    }
    return unclearSince(task)
        .filter(since -> !seen.at().isBefore(since.plus(DOUBT_LASTS)))
        .map(since -> push(instance, true, "it was sick, and nobody could tell since " + since))
        .orElseGet(Stream::empty);
  }

  private boolean wasSick(Task task) {
    return seen.memory().down().containsKey(task.id()) || standing.isToldUnhealthy(task.id());
  }

  /** Since when nobody could tell, in every pass and in this one. */
  private Optional<Instant> unclearSince(Task task) {
    return Optional.ofNullable(seen.memory().unclear().get(task.id()))
        .filter(_ -> seen.canNobodyTell(task));
  }

  private Optional<String> sick(Task task) {
    if (task.health() == Task.Health.UNHEALTHY) {
      return Optional.of("its container's health check fails");
    }
    return Optional.ofNullable(seen.memory().down().get(task.id()))
        .filter(since -> seen.isSick(task) && !seen.at().isBefore(since.plus(HICCUP_LASTS)))
        .map(_ -> "its task " + seen.verdict(task).inWords() + " again");
  }

  private Stream<Step> push(Instance.Ours instance, boolean healthy, String because) {
    return Stream.of(
        new Action.PushHealth(in, instance, healthy, Situation.UNHEALTHY_TASK, because));
  }

  private static Stream<Step> say(Instance instance, String text) {
    return Stream.of(new Remark(Situation.UNHEALTHY_TASK, instance.inWords() + ": " + text));
  }
}
