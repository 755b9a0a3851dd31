package ai.hokus.remediation.telemetry;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import ai.hokus.remediation.delivery.Delivered;
import ai.hokus.remediation.delivery.Dispatch;
import ai.hokus.remediation.model.Text;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArgument;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * The log and the metrics of messages: which, where to and what came of it; never what they say.
 * The metrics' dimensions are Powertools' {@code Service} and, but for a whole box, {@code
 * Channel}, together.
 *
 * <pre>
 * MessagesSent     a channel has them
 * MessagesRefused  a channel will never have them, or nobody can read them
 * MessagesFailed   tries that have to be made again
 * </pre>
 */
public final class ChatTelemetry {
  private static final Logger LOG = LoggerFactory.getLogger(ChatTelemetry.class);
  private static final String OF_A_BOX = "";

  private final Supplier<Metrics> metrics;

  /** To standard output, as {@code POWERTOOLS_*} in the environment says. */
  public ChatTelemetry() {
    this(MetricsFactory::getMetricsInstance);
  }

  ChatTelemetry(Supplier<Metrics> metrics) {
    this.metrics = metrics;
  }

  /** A line for each message and channel, and the metrics of each channel. */
  public void tell(Delivered delivered) {
    delivered.dispatches().forEach(dispatch -> log(delivered.thread(), dispatch));
    delivered.dispatches().stream()
        .collect(groupingBy(ChatTelemetry::channel, TreeMap::new, toList()))
        .forEach(this::emit);
  }

  private static void log(String thread, Dispatch dispatch) {
    var about = text("thread", thread);
    switch (dispatch) {
      case Dispatch.Sent(var channel, int number) ->
          LOG.info("message sent", about, entry("number", number), text("channel", channel));
      case Dispatch.Refused(var channel, int number, var why) ->
          LOG.warn(
              "message refused",
              about,
              entry("number", number),
              text("channel", channel),
              text("why", why));
      case Dispatch.Failed(var channel, int number, var why) ->
          LOG.warn(
              "message not sent",
              about,
              entry("number", number),
              text("channel", channel),
              text("why", why));
      case Dispatch.SetAside(var why) -> LOG.warn("outbox set aside", about, text("why", why));
      case Dispatch.Unread(var why) -> LOG.warn("outbox not read", about, text("why", why));
    }
  }

  private void emit(String channel, List<Dispatch> dispatches) {
    try {
      metrics
          .get()
          .flushMetrics(counted -> {
            if (!channel.equals(OF_A_BOX)) {
              counted.setDefaultDimensions(
                  counted.getDefaultDimensions().addDimension("Channel", channel));
            }
            Stream.of("MessagesSent", "MessagesRefused", "MessagesFailed")
                .forEach(metric ->
                    counted.addMetric(metric, count(metric, dispatches), MetricUnit.COUNT));
          });
    } catch (RuntimeException e) {
      // A message that was sent is not sent again for want of a number.
      LOG.warn("metrics lost", text("why", Text.brief(e.toString())));
    }
  }

  private static int count(String metric, List<Dispatch> dispatches) {
    return Math.toIntExact(
        dispatches.stream().filter(dispatch -> metric(dispatch).equals(metric)).count());
  }

  private static String metric(Dispatch dispatch) {
    return switch (dispatch) {
      case Dispatch.Sent _ -> "MessagesSent";
      case Dispatch.Refused _, Dispatch.SetAside _ -> "MessagesRefused";
      case Dispatch.Failed _, Dispatch.Unread _ -> "MessagesFailed";
    };
  }

  private static String channel(Dispatch dispatch) {
    return switch (dispatch) {
      case Dispatch.Sent(var channel, _) -> channel;
      case Dispatch.Refused(var channel, _, _) -> channel;
      case Dispatch.Failed(var channel, _, _) -> channel;
      case Dispatch.SetAside _, Dispatch.Unread _ -> OF_A_BOX;
    };
  }

  private static StructuredArgument text(String key, String value) {
    return entry(key, Text.line(value));
  }
}
