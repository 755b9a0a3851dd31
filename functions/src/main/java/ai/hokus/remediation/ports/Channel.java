package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Message;
import java.time.Duration;
import java.util.Optional;

/** A place where people read what the program has to say. */
public interface Channel {

  /** What became of a message. */
  sealed interface Delivery {

    /** It has arrived. */
    record Sent() implements Delivery {}

    /**
     * Not now, or nobody knows: it may have arrived all the same.
     *
     * @param after how long to wait, where the other side said so
     * @param why one line without any secret
     */
    record TryAgain(Optional<Duration> after, String why) implements Delivery {}

    /**
     * Never: the message itself is not taken, and would not be the next time.
     *
     * @param why one line without any secret
     */
    record Refused(String why) implements Delivery {}
  }

  /** By which the outbox, the log and the metrics know it: small letters. */
  String name();

  /** Sends it, once. Throws for nothing that happens outside. */
  Delivery send(Message message);
}
