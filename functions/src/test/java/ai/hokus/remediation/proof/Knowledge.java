package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What an invocation was told in the pass that it is at, as far as the rules go by it. */
final class Knowledge {
  private final Holds holds;
  private final Set<Ipv4> ok = new HashSet<>();
  private boolean isNameGood;
  private boolean isIncomplete;

  /** It has just been told what people asked for. */
  Knowledge(Holds holds) {
    this.holds = holds;
  }

  /** In answer to a call. */
  void hears(Object told) {
    isIncomplete |= told instanceof Reading.Partial<?>;
    if (told instanceof Answer answer) {
      hears(answer);
    }
  }

  private void hears(Answer answer) {
    answer
        .verdicts()
        .forEach((address, verdict) -> {
          if (verdict instanceof Verdict.Ok) {
            ok.add(address);
          } else {
            ok.remove(address);
          }
        });
    switch (answer.resolution()) {
      case Resolution.Addresses(var addresses) -> isNameGood = ok.containsAll(addresses);
      case Resolution.NoRecord _, Resolution.Unknown _ -> isNameGood = false;
      case Resolution.NotAsked _ -> {
        // As it was.
      }
    }
  }

  boolean isIncomplete() {
    return isIncomplete;
  }

  boolean isVerified(Ipv4 address) {
    return ok.contains(address);
  }

  boolean isNameGood() {
    return isNameGood;
  }

  boolean isUndone(TaskId task, Instant now) {
    return holds
        .inForce(Hold.Kind.UNDO, now)
        .filter(hold -> hold.undoes().stream().anyMatch(each -> each.registered().contains(task)))
        .isPresent();
  }

  boolean isAsked(Hold.Kind kind, Instant now) {
    return holds.inForce(kind, now).isPresent();
  }
}
