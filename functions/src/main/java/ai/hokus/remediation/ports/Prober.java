package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Question;

/**
 * Asks addresses and the resolver from where the consumers are: one question, one round trip.
 *
 * <p>Never throws for what it finds or fails to find: who could not be asked is <em>unasked</em>.
 */
public interface Prober {

  /** An empty question costs no call. */
  Answer ask(Question question);
}
