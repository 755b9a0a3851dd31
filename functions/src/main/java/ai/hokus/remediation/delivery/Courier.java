package ai.hokus.remediation.delivery;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Channel.Delivery;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Outbox.Box;
import ai.hokus.remediation.ports.Outbox.Letter;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Empties a thread's box: each channel by itself gets what it has not got yet, in the order of the
 * numbers, and each message is marked before the next is sent. A channel that cannot take one now
 * gets none after it either, while the others go on.
 *
 * <p>Killed anywhere, or told that a message that arrived did not, the next one sends it again:
 * twice, and never not at all.
 */
public final class Courier {
  /** A channel sees to it that this is enough; then the mark is written. */
  private static final Duration ONE_MESSAGE = TimeBudget.ONE_CALL.plus(TimeBudget.ONE_LEDGER_CALL);

  /**
   * Slack lets one message a second through and says how long to wait for the next. Who is told to
   * wait for longer comes again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final List<Channel> channels;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public Courier(Outbox outbox, List<Channel> channels, InstantSource clock, Sleeper sleeper) {
    this.outbox = outbox;
    this.channels = List.copyOf(channels);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Brings to every channel what waits.
   *
   * @param until when to have ended; what there is no time for is unfinished
   */
  public Delivered deliver(String thread, Instant until) {
    var dispatches = new ArrayList<Dispatch>();
    try {
      switch (outbox.read(thread)) {
        case Box.Empty() -> {}
        case Box.Senseless box -> {
          outbox.setAside(box);
          dispatches.add(new Dispatch.SetAside(box.why()));
        }
        case Box.Full box -> {
          channels.forEach(channel -> deliver(box, channel, until, dispatches));
          if (dispatches.stream().noneMatch(Dispatch::isUnfinished)) {
            outbox.settle(box);
          }
        }
      }
    } catch (Unavailable why) {
      dispatches.add(new Dispatch.Unread(String.valueOf(why.getMessage())));
    }
    return new Delivered(thread, dispatches);
  }

  private void deliver(Box.Full box, Channel channel, Instant until, List<Dispatch> dispatches) {
    for (var letter : box.waitingFor(channel.name())) {
      var dispatch = deliver(box.thread(), letter, channel, until);
      dispatches.add(dispatch);
      if (dispatch.isUnfinished()) {
        return;
      }
    }
  }

  private Dispatch deliver(String thread, Letter letter, Channel channel, Instant until) {
    var dispatch =
        switch (letter) {
          case Letter.Written(var message) -> send(message, channel, until);
          case Letter.Illegible(int number, var why) ->
              new Dispatch.Refused(channel.name(), number, why);
        };
    return dispatch.isUnfinished() ? dispatch : marked(thread, channel, letter, dispatch);
  }

  private Dispatch marked(String thread, Channel channel, Letter letter, Dispatch dispatch) {
    try {
      outbox.sent(thread, channel.name(), letter.number());
      return dispatch;
    } catch (Unavailable why) {
      return new Dispatch.Failed(
          channel.name(), letter.number(), "done, but not marked: " + why.getMessage());
    }
  }

  /** Told to wait for a moment, it waits, once. */
  private Dispatch send(Message message, Channel channel, Instant until) {
    if (!hasTime(Duration.ZERO, until)) {
      return new Dispatch.Failed(channel.name(), message.number(), "no time left for it");
    }
    var delivery = channel.send(message);
    return delivery instanceof Delivery.TryAgain again && hasWaited(again, until)
        ? dispatch(message, channel, channel.send(message))
        : dispatch(message, channel, delivery);
  }

  private static Dispatch dispatch(Message message, Channel channel, Delivery delivery) {
    return switch (delivery) {
      case Delivery.Sent() -> new Dispatch.Sent(channel.name(), message.number());
      case Delivery.Refused(var why) -> new Dispatch.Refused(channel.name(), message.number(), why);
      case Delivery.TryAgain(_, var why) ->
          new Dispatch.Failed(channel.name(), message.number(), why);
    };
  }

  private boolean hasWaited(Delivery.TryAgain again, Instant until) {
    return again
        .after()
        .filter(wait -> wait.compareTo(PATIENCE) <= 0 && hasTime(wait, until) && slept(wait))
        .isPresent();
  }

  private boolean hasTime(Duration wait, Instant until) {
    return !clock.instant().plus(wait).plus(ONE_MESSAGE).isAfter(until);
  }

  /** Whether so long has passed. */
  private boolean slept(Duration wait) {
    try {
      sleeper.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
