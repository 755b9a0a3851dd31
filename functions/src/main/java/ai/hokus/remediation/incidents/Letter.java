package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message in the making: cut so that every channel can take it, whatever the world held.
 *
 * @param at when it is written
 * @param now what is true then
 */
record Letter(String service, Instant at, List<String> now) {
  private static final int DEEDS = 10;
  private static final int FACTS = 12;

  /** The Terraform of a Cloud Map service has twenty lines. */
  private static final int ADVICE = 40;

  /**
   * The whole message.
   *
   * @param headline stands alone beside the service's name, which every channel says
   */
  Message of(
      String thread,
      int number,
      Message.Weight weight,
      String headline,
      List<String> done,
      List<String> you,
      Optional<String> back) {
    return new Message(
        thread,
        number,
        at,
        service,
        weight,
        headline,
        Text.first(DEEDS, done),
        Text.first(FACTS, now),
        Text.first(ADVICE, you),
        back);
  }

  /** What was done or was to be, the first first. */
  static List<String> deeds(List<News> news) {
    return news.stream().filter(News::isDeed).map(News::moment).map(Moment::what).toList();
  }

  /** A time as part of a thread's name. */
  static String compact(Instant time) {
    return time.toString().replaceAll("[-:.]", "");
  }
}
