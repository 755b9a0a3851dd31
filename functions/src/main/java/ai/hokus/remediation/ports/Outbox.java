package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Messages on their way to people: a box for each thread, filled by {@link Journal}, and how far
 * each channel is with it. What was sent is sent again where its mark was lost, and never the other
 * way round.
 *
 * <p>Every call throws {@link Unavailable} where the ledger did not answer in time or throttled
 * every retry; what was asked may have taken effect all the same.
 */
public interface Outbox {
  /** Longer than a delivery with its retries takes; what waits for longer was forgotten. */
  Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

  /** A message as it lies in its box. */
  sealed interface Letter {
    int number();

    /** It can be read. */
    record Written(Message message) implements Letter {
      @Override
      public int number() {
        return message.number();
      }
    }

    /**
     * It cannot, and never will be.
     *
     * @param why one line
     */
    record Illegible(int number, String why) implements Letter {}
  }

  /** What a box holds. */
  sealed interface Box {

    /** Nothing that waits: there is no such box, or all of it was sent. */
    record Empty() implements Box {}

    /**
     * Something that may wait.
     *
     * @param last number of the newest message
     * @param letters by number; those that every channel had are tidied up
     * @param sent number of the last one that a channel has; a channel without any is absent
     */
    record Full(String thread, int last, Map<Integer, Letter> letters, Map<String, Integer> sent)
        implements Box {
      /** More than fit into an item of DynamoDB; a number beyond is a mistake. */
      private static final int MOST = 4_000;

      /**
       * @throws IllegalArgumentException if more are missing than there can have been
       */
      public Full {
        letters = Map.copyOf(letters);
        sent = Map.copyOf(sent);
        if (last - furthest(sent) > MOST) {
          throw new IllegalArgumentException("last is " + last);
        }
      }

      /** What a channel has not got yet, in the order in which it has to. */
      public List<Letter> waitingFor(String channel) {
        return IntStream.rangeClosed(sent.getOrDefault(channel, 0) + 1, last)
            .mapToObj(this::letter)
            .flatMap(Optional::stream)
            .toList();
      }

      /**
       * Nothing is tidied up before all channels have it: so one that is missing, and which nobody
       * has, was never there; one that somebody has is for those channels to miss that came later.
       */
      private Optional<Letter> letter(int number) {
        return Optional.ofNullable(letters.get(number))
            .or(() ->
                number > furthest(sent)
                    ? Optional.of(new Letter.Illegible(number, "it is missing"))
                    : Optional.empty());
      }

      private static int furthest(Map<String, Integer> sent) {
        return sent.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      }
    }

    /**
     * It cannot be told what waits.
     *
     * @param due since when, in whatever form
     * @param why one line
     */
    record Senseless(String thread, String due, String why) implements Box {}
  }

  /** The thread's box as it is now. */
  Box read(String thread);

  /** A channel has all messages of a thread up to this one. Never goes back, and fills no box. */
  void sent(String thread, String channel, int number);

  /** All channels have all that the box held: empties it, unless something newer has come. */
  void settle(Box.Full box);

  /**
   * Nobody will ever be able to send what the box holds: lets it lie, until something new comes.
   */
  void setAside(Box.Senseless box);

  /**
   * Some of the boxes in which something has waited for {@link #FORGOTTEN_AFTER}, whatever became
   * of what it is about. May not know of the last seconds.
   *
   * @param most how many are enough
   * @return their threads
   */
  Set<String> forgotten(Instant now, int most);

  /**
   * Lets a box be looked at again in which something has waited for {@link #FORGOTTEN_AFTER}.
   *
   * @return whether there was such a box
   */
  boolean touch(String thread, Instant now);
}
