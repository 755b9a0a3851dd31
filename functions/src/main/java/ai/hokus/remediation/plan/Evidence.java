package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what its container and its probe say lets a running task be registered.
 *
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
final class Evidence {
  private final Observation seen;
  private final CloudMapService in;

  Evidence(Observation seen, CloudMapService in) {
    this.seen = seen;
    this.in = in;
  }

  /** What {@code task} should be registered as. */
  Registration wanted(Task task, Ipv4 address) {
    return Registration.of(task, address, seen.service(), in, seen.guard());
  }

  /** The registration, if nothing speaks against it, and what there is to say about it. */
  Stream<Step> judge(
      Task task, Ipv4 address, Situation situation, String reason, Optional<Instant> goodUntil) {
    if (task.health() == Task.Health.UNHEALTHY) {
      return say(
          Situation.UNHEALTHY_TASK, task, "is not registered: its container's health check fails");
    }
    if (seen.isYoung(task) && seen.answer().unweighed(address).speaksAgainst()) {
      return Stream.of(
          new Remark(
              Situation.YOUNG,
              "task "
                  + task.id()
                  + " "
                  + seen.answer().unweighed(address).inWords()
                  + " and has been running for less than "
                  + seen.service().settings().youngFor().toSeconds()
                  + " s: it is given time to start",
              Optional.of(task.id())));
    }
    var verdict = seen.answer().of(address);
    var register =
        new Action.Register(
            in, wanted(task, address), goodUntil, situation, reason + "; it " + verdict.inWords());
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

  private static Stream<Step> say(Situation situation, Task task, String text) {
    return Stream.of(new Remark(situation, "task " + task.id() + " " + text));
  }
}
