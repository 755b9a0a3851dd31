package ai.hokus.remediation.handlers;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.wire.ProbeMessages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Asks this machine itself before SnapStart takes its snapshot, so that the JDK's HTTP client and
 * dnsjava are loaded in it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda
 *     SnapStart runtime hooks</a>
 */
final class ProbePriming implements Resource {
  /** Nobody serves there (port 9, discard), and every resolver knows the name (RFC 6761, 6.3). */
  private static final Question OF_OURSELVES =
      new Question(
          new ProbeRequest("POST", "/", "{}", Set.of(200), "localhost:9", Duration.ofSeconds(2)),
          9,
          List.of(Cidr.parse("127.0.0.0/8")),
          Map.of(new Ipv4("127.0.0.1"), Duration.ZERO),
          Optional.of(new Question.Name("localhost", Set.of("A"))));

  /** The runtime remembers resources only weakly, so something else has to keep them. */
  private static final List<ProbePriming> KEPT = new CopyOnWriteArrayList<>();

  private final Prober prober;

  ProbePriming(Prober prober) {
    this.prober = prober;
  }

  /** From now on a snapshot is primed; without SnapStart nothing ever comes of it. */
  static void arrange(Prober prober) {
    var priming = new ProbePriming(prober);
    KEPT.add(priming);
    Core.getGlobalContext().register(priming);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    var question = ProbeMessages.readQuestion(ProbeMessages.write(OF_OURSELVES));
    ProbeMessages.readAnswer(ProbeMessages.write(prober.ask(question)));
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Nothing went stale: each request has a connection of its own.
  }
}
