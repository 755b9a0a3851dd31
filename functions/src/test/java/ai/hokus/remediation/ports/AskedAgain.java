package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;

/**
 * A prober that asks again where an answer came too late, as on a machine that is busy: that proves
 * nothing. For worlds where nobody is silent.
 */
public record AskedAgain(Prober prober) implements Prober {
  private static final int TRIES = 10;

  @Override
  public Answer ask(Question question) {
    var answer = prober.ask(question);
    for (int n = 1; n < TRIES && !isInTime(answer); n++) {
      answer = prober.ask(question);
    }
    return answer;
  }

  private static boolean isInTime(Answer answer) {
    return !(answer.resolution() instanceof Resolution.Unknown)
        && answer.verdicts().values().stream().noneMatch(Verdict.Silent.class::isInstance);
  }
}
