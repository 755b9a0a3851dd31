package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import java.util.stream.Stream;

/**
 * On a machine that is busy an answer may come too late, which proves nothing: then it is asked
 * again. For worlds where nobody is silent.
 */
public record AskedAgain(Prober prober) implements Prober {
  private static final int TRIES = 10;

  @Override
  public Answer ask(Question question) {
    return Stream.generate(() -> prober.ask(question))
        .limit(TRIES)
        .filter(AskedAgain::isInTime)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isInTime(Answer answer) {
    return !(answer.resolution() instanceof Resolution.Unknown)
        && answer.verdicts().values().stream().noneMatch(Verdict.Silent.class::isInstance);
  }
}
