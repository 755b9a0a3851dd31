package ai.hokus.remediation.net;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Sleeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks from here: all addresses (32 at a time) and the name beside each other, then whatever the
 * name answered that was not asked yet. The answer is there as soon as every address has its
 * verdict.
 */
public final class DirectProber implements Prober {

  /** Between two requests to an address that does not serve yet. */
  static final Duration AGAIN_AFTER = Duration.ofMillis(500);

  /** For all queries together: a resolver that hangs must not cost the addresses their verdicts. */
  private static final Duration FOR_THE_NAME = Duration.ofSeconds(3);

  /** Requests that may be out at a time: a question holds as many addresses as its asker likes. */
  private static final int AT_A_TIME = 32;

  private final Semaphore turns = new Semaphore(AT_A_TIME);
  private final HttpProbe http;
  private final NameQuery dns;
  private final Parallel parallel;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public DirectProber(
      HttpProbe http, NameQuery dns, Parallel parallel, InstantSource clock, Sleeper sleeper) {
    this.http = http;
    this.dns = dns;
    this.parallel = parallel;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public Answer ask(Question question) {
    var heard = new AtomicBoolean();
    var begun = new TreeMap<Ipv4, Future<Verdict>>();
    question
        .addresses()
        .forEach((address, patience) ->
            begun.put(address, parallel.begin(() -> verdict(question, address, patience, heard))));
    var resolution =
        Parallel.await(parallel.begin(() -> resolution(question)), FOR_THE_NAME)
            .orElseGet(
                () -> new Resolution.Unknown("no answer in " + FOR_THE_NAME.toSeconds() + " s"));
    if (resolution instanceof Resolution.Addresses(var named)) {
      for (var address : named) {
        begun.computeIfAbsent(address, _ -> parallel.begin(() -> askInTurn(question, address)));
      }
    }
    return new Answer(finished(begun), resolution);
  }

  private Resolution resolution(Question question) {
    return question
        .name()
        .map(dns::ask)
        .orElseGet(() -> new Resolution.NotAsked("the question has no name"));
  }

  /**
   * Asks until the address answers or its patience is over; that of all is over once one of them
   * answers: a slow starter must not hold back who was waited for beside it.
   */
  private Verdict verdict(Question question, Ipv4 address, Duration patience, AtomicBoolean heard)
      throws InterruptedException {
    var last = clock.instant().plus(patience).minus(AGAIN_AFTER);
    var verdict = askInTurn(question, address);
    while (verdict.speaksAgainst() && !heard.get() && !clock.instant().isAfter(last)) {
      sleeper.sleep(AGAIN_AFTER);
      verdict = askInTurn(question, address);
    }
    if (verdict.answers() && patience.isPositive()) {
      heard.set(true);
    }
    return verdict;
  }

  private Verdict askInTurn(Question question, Ipv4 address) throws InterruptedException {
    turns.acquire();
    try {
      return http.ask(question, address);
    } finally {
      turns.release();
    }
  }

  private static Map<Ipv4, Verdict> finished(Map<Ipv4, Future<Verdict>> begun) {
    var verdicts = new TreeMap<Ipv4, Verdict>();
    begun.forEach((address, verdict) -> verdicts.put(address, Parallel.await(verdict)));
    return verdicts;
  }
}
