package ai.hokus.remediation.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a {@link Question}.
 *
 * @param verdicts for every address asked about and every address in the resolution
 */
public record Answer(Map<Ipv4, Verdict> verdicts, Resolution resolution) {
  public Answer {
    verdicts = Collections.unmodifiableMap(new TreeMap<>(verdicts));
  }

  /** Nobody could be asked: every address of the question is unasked, and so is the name. */
  public static Answer unasked(Question question, String why) {
    var verdicts = new TreeMap<Ipv4, Verdict>();
    question
        .addresses()
        .keySet()
        .forEach(address -> verdicts.put(address, new Verdict.Unasked(why)));
    return new Answer(verdicts, new Resolution.Unknown(why));
  }

  /**
   * The verdict to judge by. <em>Silent</em> from everybody says more about our view (a security
   * group, a route) than about them, so then nobody was asked.
   */
  public Verdict of(Ipv4 address) {
    var verdict = verdicts.getOrDefault(address, new Verdict.Unasked("not in the answer"));
    return verdict instanceof Verdict.Silent(String why) && allSilent()
        ? new Verdict.Unasked(why + ", from everybody")
        : verdict;
  }

  /** This answer, with the verdicts of an earlier one for those who were not in question again. */
  public Answer after(Answer earlier) {
    var all = new TreeMap<>(earlier.verdicts);
    all.putAll(verdicts);
    return new Answer(all, resolution);
  }

  /** Whether anybody answered at all, if only to refuse. */
  public boolean anyAnswers() {
    return verdicts.values().stream().anyMatch(Verdict::answers);
  }

  private boolean allSilent() {
    return verdicts.values().stream()
        .allMatch(
            verdict -> verdict instanceof Verdict.Silent || verdict instanceof Verdict.Unasked);
  }
}
