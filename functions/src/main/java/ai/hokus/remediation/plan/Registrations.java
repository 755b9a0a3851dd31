package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which running tasks should be registered, and why the others are not.
 *
 * <pre>
 * instance under the task's id | same address | as wanted | step
 * -----------------------------+--------------+-----------+--------------------------------
 * none                         |              |           | register, if the ECS service was read and
 *                              |              |           | the evidence allows
 * ours                         |              | yes       | none
 * ours                         |              | no        | register, if the evidence allows
 * native, foreign              | yes          |           | none
 * native, foreign              | no           |           | say: never overwrite
 * another guard's              |              |           | none (the service is observed)
 * </pre>
 */
final class Registrations {
  /**
   * More than it takes to read and to ask once, less than a probe with patience takes: in that time
   * ECS may have registered the task itself, and a registration of ours would replace it.
   */
  private static final Duration LISTING_GOOD_FOR = Duration.ofSeconds(5);

  private final Observation seen;
  private final Listing.Found found;

  Registrations(Observation seen, Listing.Found found) {
    this.seen = seen;
    this.found = found;
  }

  List<Step> steps() {
    if (isTwoColours()) {
      return List.of(
          new Remark(
              Situation.TWO_COLOURS,
              seen.service().ecsService()
                  + " is deployed in two colours, and which of them is in production cannot be told"));
    }
    return seen.tasks().value().running().stream().flatMap(this::forTask).toList();
  }

  private Stream<Step> forTask(Task task) {
    if (task.address().isEmpty()) {
      return say(
          Situation.NO_ADDRESS,
          task,
          "has no IPv4 address of its own (bridge and host networks, IPv6 only, and tasks whose"
              + " network interface is not there yet are not supported)");
    }
    var address = task.address().get();
    if (!seen.service().admits(address)) {
      return say(
          Situation.OUTSIDE_CIDRS,
          task,
          "has the address "
              + address
              + ", which none of the configured cidrs admits: "
              + seen.service().within());
    }
    return standing(task, address);
  }

  private Stream<Step> standing(Task task, Ipv4 address) {
    var instance = found.find(task.id().value()).orElse(null);
    return switch (instance) {
      case null -> absent(task, address);
      case Instance.Ours ours when wanted(task, address).isWhat(ours) -> Stream.empty();
      case Instance.Ours ours ->
          onEvidence(
              task,
              address,
              Situation.OURS_DIFFERS,
              "our instance says " + where(ours) + " or other attributes than its task now has",
              listingGoodUntil());
      case Instance.AnotherGuards _ -> Stream.empty();
      case Instance.Native other when other.standsFor(task) -> Stream.empty();
      case Instance.Foreign other when other.standsFor(task) -> Stream.empty();
      case Instance.Native other -> notOurs(task, other);
      case Instance.Foreign other -> notOurs(task, other);
    };
  }

  private Stream<Step> absent(Task task, Ipv4 address) {
    return switch (seen.ecs()) {
      // Who registers it, and which colour is in production, are both in the missing description.
      case Reading.Partial<?> _ ->
          say(
              Situation.INCOMPLETE,
              task,
              "is not registered for now: its ECS service could not be read, so neither who"
                  + " registers it nor whether it is in production is known");
      case Reading.Complete<Optional<EcsService>>(var ecs) ->
          ecs.map(known -> absent(task, address, known))
              .orElseGet(() ->
                  say(
                      Situation.ECS_SERVICE_GONE,
                      task,
                      "is not registered: ECS knows no service " + seen.service().ecsService()));
    };
  }

  /**
   * ECS registers before RUNNING, so a task that it registers itself is given our listing's lag.
   */
  private Stream<Step> absent(Task task, Ipv4 address, EcsService ecs) {
    if (!ecs.registries().contains(found.service().arn())) {
      return onEvidence(
          task,
          address,
          Situation.REGISTRY_FORGOTTEN,
          "its ECS service does not register with " + found.service().name(),
          listingGoodUntil());
    }
    if (task.runningFor(seen.at()).compareTo(seen.service().settings().ecsLag()) < 0) {
      return say(
          Situation.ECS_STILL_REGISTERING,
          task,
          "is not in Cloud Map yet; ECS registers it itself and is given "
              + seen.service().settings().ecsLag().toSeconds()
              + " s");
    }
    return onEvidence(
        task,
        address,
        Situation.ECS_DID_NOT_REGISTER,
        "ECS should have registered it with " + found.service().name() + " and did not",
        Optional.empty());
  }

  /**
   * <pre>
   * the task                    | verdict                           | step
   * ----------------------------+-----------------------------------+--------------------------
   * container UNHEALTHY         | any                               | say
   *                             | ok                                | register
   *                             | rejected                          | register (ECS would); say
   * RUNNING less than youngFor  | down, silent (alone, too)         | say: wait
   * older                       | down; silent while another answers| say
   *                             | or refuses                        |
   * older                       | silent while nobody does          | register, say: unverified
   *                             | unasked                           | register, say: unverified
   * </pre>
   */
  private Stream<Step> onEvidence(
      Task task, Ipv4 address, Situation situation, String reason, Optional<Instant> goodUntil) {
    if (task.health() == Task.Health.UNHEALTHY) {
      return say(
          Situation.UNHEALTHY_TASK, task, "is not registered: its container's health check fails");
    }
    if (isYoung(task) && mayStillStart(seen.answer().unweighed(address))) {
      return say(
          Situation.YOUNG,
          task,
          seen.answer().unweighed(address).inWords()
              + " and has been running for less than "
              + seen.service().settings().youngFor().toSeconds()
              + " s: it is given time to start");
    }
    var verdict = seen.answer().of(address);
    var register =
        new Action.Register(
            found.service(),
            wanted(task, address),
            goodUntil,
            situation,
            reason + "; it " + verdict.inWords());
    return switch (verdict) {
      case Verdict.Ok _ -> Stream.of(register);
      case Verdict.Rejected(int status) ->
          Stream.concat(
              Stream.of(register),
              say(
                  Situation.REJECTED,
                  task,
                  "answers, and refuses "
                      + seen.service().probe().path()
                      + " with "
                      + status
                      + " for Host "
                      + seen.service().probe().host()
                      + ": see the application's allowed hosts, or the probe's method, path and"
                      + " body"));
      case Verdict.Down _ -> say(Situation.REFUTED, task, verdict.inWords() + ": not registered");
      case Verdict.Silent _ ->
          say(
              Situation.REFUTED,
              task,
              verdict.inWords() + " while another answers or refuses: not registered");
      case Verdict.Unasked _ ->
          Stream.concat(
              Stream.of(register),
              say(
                  Situation.UNASKED_ALL,
                  task,
                  verdict.inWords() + ": registered on ECS's word alone, unverified"));
    };
  }

  private Optional<Instant> listingGoodUntil() {
    return seen.isComplete() ? Optional.of(seen.at().plus(LISTING_GOOD_FOR)) : Optional.empty();
  }

  private Stream<Step> notOurs(Task task, Instance other) {
    return say(
        Situation.NOT_OURS_WITH_TASK_ID,
        task,
        "stands in Cloud Map as a "
            + other.whose()
            + " instance at "
            + where(other)
            + ", not at its own address "
            + task.address().map(Ipv4::dotted).orElse("")
            + "; what is not ours is never overwritten");
  }

  private Registration wanted(Task task, Ipv4 address) {
    return Registration.of(task, address, seen.service(), found.service(), seen.guard());
  }

  private boolean isYoung(Task task) {
    return task.runningFor(seen.at()).compareTo(seen.service().settings().youngFor()) < 0;
  }

  private static boolean mayStillStart(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Down _, Verdict.Silent _ -> true;
      case Verdict.Ok _, Verdict.Rejected _, Verdict.Unasked _ -> false;
    };
  }

  private boolean isTwoColours() {
    return seen.ecs()
        .value()
        .filter(ecs -> ecs.deployment() instanceof EcsService.Deployment.TwoColours)
        .isPresent();
  }

  private static String where(Instance instance) {
    // Whoever registered it wrote these: they may hold anything that Cloud Map lets through.
    return Optional.ofNullable(instance.attributes().get(Registration.IPV4))
            .map(Text::brief)
            .orElse("no address")
        + Optional.ofNullable(instance.attributes().get(Registration.PORT))
            .map(port -> ":" + Text.brief(port))
            .orElse("");
  }

  private static Stream<Step> say(Situation situation, Task task, String text) {
    return Stream.of(new Remark(situation, "task " + task.id() + " " + text));
  }
}
