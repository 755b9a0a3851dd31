package ai.hokus.remediation.delivery;

/** What became of a message on its way to one channel, or of a whole box. */
public sealed interface Dispatch {

  /** A channel has it. */
  record Sent(String channel, int number) implements Dispatch {}

  /** A channel will never have it: it counts as sent there, so that the next ones go on. */
  record Refused(String channel, int number, String why) implements Dispatch {}

  /** A channel has it not, or nobody knows; it and what comes after it will be tried again. */
  record Failed(String channel, int number, String why) implements Dispatch {}

  /** Nobody will ever know what the box holds; it was put away. */
  record SetAside(String why) implements Dispatch {}

  /** The box itself could not be read or written. */
  record Unread(String why) implements Dispatch {}

  /** Whether something is left to do. */
  default boolean isUnfinished() {
    return switch (this) {
      case Sent _, Refused _, SetAside _ -> false;
      case Failed _, Unread _ -> true;
    };
  }
}
