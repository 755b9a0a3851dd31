package ai.hokus.remediation.doorbell;

import ai.hokus.remediation.model.Text;
import java.util.regex.Pattern;

/** What an event asks of us. */
public sealed interface Doorbell {

  /**
   * To look at a service of our cluster.
   *
   * @param ecsService its name; whether it is guarded is for the configuration to say
   */
  record Rings(String ecsService) implements Doorbell {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_-]{1,255}");

    public Rings {
      if (!isServiceName(ecsService)) {
        throw new IllegalArgumentException(
            "not the name of an ECS service: \"" + Text.brief(ecsService) + "\"");
      }
    }

    static boolean isServiceName(String text) {
      return FORM.matcher(text).matches();
    }
  }

  /**
   * To look at the services whose consumers suffer where this alarm calls.
   *
   * @param alarm its name, one line; whether anything is linked to it is for the configuration to
   *     say, and whether it calls at all for CloudWatch
   */
  record RingsByAlarm(String alarm) implements Doorbell {
    private static final Pattern FORM = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,255}");

    public RingsByAlarm {
      if (!isAlarmName(alarm)) {
        throw new IllegalArgumentException(
            "not the name of an alarm: \"" + Text.brief(alarm) + "\"");
      }
    }

    static boolean isAlarmName(String text) {
      return FORM.matcher(text).matches() && !text.isBlank();
    }
  }

  /** To look at every guarded service. */
  record RingsForAll() implements Doorbell {}

  /**
   * Nothing: it is for somebody else.
   *
   * @param why one line without any text of the event
   */
  record Elsewhere(String why) implements Doorbell {}

  /**
   * Nothing, and a second delivery would not help: it is not what it says it is.
   *
   * @param field JSON path, {@code $.detail.clusterArn}
   * @param found in words; never the event's own text
   * @param wanted in words
   */
  record Malformed(String field, String found, String wanted) implements Doorbell {}
}
