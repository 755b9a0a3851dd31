package ai.hokus.remediation.handlers;

import ai.hokus.remediation.delivery.Courier;
import ai.hokus.remediation.telemetry.ChatTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Looks into a box that nobody fills before SnapStart takes its snapshot, so that what a first
 * message would have to load and connect is in it. Nothing is sent.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda
 *     SnapStart runtime hooks</a>
 */
final class NotifyPriming implements Resource {
  /** No thread of ours is called so. */
  static final String NOBODY = "priming";

  private static final Duration FOR_ONE = Duration.ofSeconds(30);

  /** The runtime remembers resources only weakly, so something else has to keep them. */
  private static final List<NotifyPriming> KEPT = new CopyOnWriteArrayList<>();

  private final Courier courier;
  private final ChatTelemetry chat;
  private final InstantSource clock;

  NotifyPriming(Courier courier, ChatTelemetry chat, InstantSource clock) {
    this.courier = courier;
    this.chat = chat;
    this.clock = clock;
  }

  /** From now on a snapshot is primed; without SnapStart nothing ever comes of it. */
  static void arrange(Courier courier, ChatTelemetry chat, InstantSource clock) {
    var priming = new NotifyPriming(courier, chat, clock);
    KEPT.add(priming);
    Core.getGlobalContext().register(priming);
  }

  /** Where the table cannot be read, that is told, and a first message is as slow as without. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    chat.tell(courier.deliver(NOBODY, clock.instant().plus(FOR_ONE)));
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients notice their closed connections by themselves; what is sent is read each time.
  }
}
