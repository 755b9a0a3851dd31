package ai.hokus.remediation.chat;

import ai.hokus.remediation.model.Message;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What every channel says of a message in the same words. */
final class Words {
  static final String DONE = "Done";
  static final String NOW = "Now";
  static final String YOU = "For you to do";
  static final String BACK = "Way back";
  static final String NOT_SHOWN = "a command that does not fit here: ask Rollback for the status";

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** Of what service, how loud, and what happened: it may stand alone. */
  static String headline(Message message) {
    return sign(message.weight()) + " " + about(message) + ": " + message.happened();
  }

  static String about(Message message) {
    return message.service().equals("*") ? "all services" : message.service();
  }

  static String loudness(Message message) {
    return message.weight().name().toLowerCase(Locale.ROOT);
  }

  /** By which a message that comes twice is known: the same thread and the same number. */
  static String signature(Message message) {
    return "message %d of %s, %s, %s"
        .formatted(message.number(), message.thread(), UTC.format(message.at()), loudness(message));
  }

  private static String sign(Message.Weight weight) {
    return switch (weight) {
      case ALERT -> "🔴";
      case CHANGE -> "🔵";
      case GOOD -> "🟢";
    };
  }
}
