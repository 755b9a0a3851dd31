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

  /** Nobody was asked anything yet. */
  public static final Answer NONE =
      new Answer(Map.of(), new Resolution.NotAsked("nobody was asked yet"));

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
   * The verdict to judge by. <em>Silent</em> while nobody answers or refuses says more about our
   * view (a security group, a route) than about them, so then nobody was asked. A refusal comes
   * from the other side, so it shows that the view works.
   */
  public Verdict of(Ipv4 address) {
    var verdict = unweighed(address);
    return verdict instanceof Verdict.Silent(String why) && isNobodyHeard()
        ? new Verdict.Unasked(why + ", and nobody else answered or refused")
        : verdict;
  }

  /** The verdict as it came, whatever the others did. */
  public Verdict unweighed(Ipv4 address) {
    return verdicts.getOrDefault(address, new Verdict.Unasked("not in the answer"));
  }

  /** This answer, with the verdicts of an earlier one for those who were not in question again. */
  public Answer after(Answer earlier) {
    var all = new TreeMap<>(earlier.verdicts);
    all.putAll(verdicts);
    return new Answer(all, resolution);
  }

  private boolean isNobodyHeard() {
    return verdicts.values().stream()
        .allMatch(
            verdict -> verdict instanceof Verdict.Silent || verdict instanceof Verdict.Unasked);
  }
}
