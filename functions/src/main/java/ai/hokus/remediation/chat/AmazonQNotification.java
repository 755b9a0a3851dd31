package ai.hokus.remediation.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Text;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A message as a custom notification of Amazon Q Developer in chat applications, which reads it
 * from an SNS topic and writes it to Slack, Microsoft Teams or Chime. Messages of a thread are
 * shown as one.
 *
 * <p>It takes 250 characters in a title, 8,000 in a description, 350 in a next step and 75 in a
 * keyword, and drops what has more without a word.
 *
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html">Custom
 *     notifications</a>
 */
public final class AmazonQNotification {
  private static final int TITLE = 250;
  private static final int SUMMARY = 200;
  private static final int HAPPENED = 1_500;
  private static final int LIST = 2_000;
  private static final int COMMAND = 1_500;
  private static final int SIGNATURE = 600;
  private static final int STEP = 350;
  private static final int MOST_STEPS = 10;
  private static final int KEYWORD = 75;
  private static final int NAME = 250;

  private static final Fitting FITTING = new Fitting(Markup.CLIENT_MARKDOWN);
  private static final Fitting IN_CODE = new Fitting(Markup.PLAIN);

  private AmazonQNotification() {}

  /** The text to publish: JSON. */
  public static String of(Message message) {
    var headline = Words.headline(message);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("version", "1.0").put("source", "custom").put("id", id(message));
    var content = json.putObject("content");
    content
        .put("textType", "client-markdown")
        .put("title", FITTING.line(headline, TITLE))
        .put("description", description(message));
    var steps = Text.first(MOST_STEPS - 1, message.you());
    if (!steps.isEmpty()) {
      var list = content.putArray("nextSteps");
      steps.forEach(step -> list.add(FITTING.line(step, STEP)));
    }
    content
        .putArray("keywords")
        .add(FITTING.line(Words.about(message), KEYWORD))
        .add(Words.loudness(message));
    var metadata = json.putObject("metadata");
    metadata
        .put("threadId", FITTING.line(message.thread(), NAME))
        .put("summary", FITTING.line(headline, SUMMARY))
        .put("eventType", "remediation");
    metadata.putArray("relatedResources").add(FITTING.line(Words.about(message), NAME));
    metadata.putObject("additionalContext").put("number", String.valueOf(message.number()));
    return json.toString();
  }

  /** The same for the same message, and short. */
  private static String id(Message message) {
    var name = message.thread() + "/" + message.number();
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  private static String description(Message message) {
    return Stream.of(
            Stream.of(FITTING.line(message.happened(), HAPPENED)),
            list(Words.DONE, message.done()),
            list(Words.NOW, message.now()),
            message.back().stream()
                .map(AmazonQNotification::command)
                .map(command -> "*" + Words.BACK + "*\n```" + command + "```"),
            Stream.of(FITTING.line(Words.signature(message), SIGNATURE)))
        .flatMap(part -> part)
        .filter(part -> !part.isEmpty())
        .collect(joining("\n\n"));
  }

  /** As it is, for somebody will copy it; what would end the code is no command of ours. */
  private static String command(String text) {
    return IN_CODE
        .whole(text, COMMAND)
        .filter(command -> !command.contains("`"))
        .orElse(Words.NOT_SHOWN);
  }

  private static Stream<String> list(String title, List<String> lines) {
    return lines.isEmpty()
        ? Stream.empty()
        : Stream.of(FITTING.list("*" + title + "*", lines, LIST));
  }
}
