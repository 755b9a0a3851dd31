package ai.hokus.remediation.chat;

import ai.hokus.remediation.model.Message;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A message for a Slack incoming webhook, in Block Kit. All text is {@code plain_text}, in which
 * nothing is emphasised, linked or called, and no {@code :name:} becomes a picture.
 *
 * <p>Slack takes 150 characters in a header, 3,000 in a section, 50 blocks, and some 13,200
 * characters in all blocks together, which it does not document. There are at most seven blocks
 * here, and the limits below add up to less than 13,000 with all that JSON needs around them.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Block Kit</a>
 * @see <a href="https://github.com/slackapi/bolt-js/issues/2509">The sum of all blocks</a>
 */
public final class SlackPayload {
  private static final int HEADER = 150;
  private static final int FALLBACK = 300;
  private static final int HAPPENED = 1_900;
  private static final int LIST = 2_300;
  private static final int COMMAND = 1_900;
  private static final int SIGNATURE = 600;

  private static final Fitting FITTING = new Fitting(Markup.PLAIN);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private SlackPayload() {}

  /** The request's body: JSON in ASCII. */
  public static String of(Message message) {
    var headline = Words.headline(message);
    var payload = JsonNodeFactory.instance.objectNode();
    // For notifications, and where blocks are not shown.
    payload.put("text", FITTING.line(headline, FALLBACK));
    payload.put("unfurl_links", false).put("unfurl_media", false);
    var blocks = payload.putArray("blocks");
    blocks.addObject().put("type", "header").set("text", text(FITTING.line(headline, HEADER)));
    if (FITTING.whole(headline, HEADER).isEmpty()) {
      section(blocks, FITTING.line(headline, HAPPENED));
    }
    list(blocks, Words.DONE, message.done());
    list(blocks, Words.NOW, message.now());
    list(blocks, Words.YOU, message.you());
    message
        .back()
        .map(command -> FITTING.whole(command, COMMAND).orElse(Words.NOT_SHOWN))
        .ifPresent(command -> section(blocks, Words.BACK + ":\n" + command));
    blocks
        .addObject()
        .put("type", "context")
        .putArray("elements")
        .add(text(FITTING.line(Words.signature(message), SIGNATURE)));
    return written(payload);
  }

  private static void list(ArrayNode blocks, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      section(blocks, FITTING.list(title + ":", lines, LIST));
    }
  }

  private static void section(ArrayNode blocks, String text) {
    blocks.addObject().put("type", "section").set("text", text(text));
  }

  private static ObjectNode text(String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "plain_text")
        .put("text", text)
        .put("emoji", false);
  }

  private static String written(ObjectNode payload) {
    try {
      return JSON.writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
