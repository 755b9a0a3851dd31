package ai.hokus.remediation.drill;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is still out of order in a world at one moment, seen from outside: by what ECS, Cloud Map,
 * SSM, the ledger and the channels hold, not by what the functions say.
 */
final class Quiet {
  private static final String SUFFIX = ".hokusai-development.local";
  private static final List<String> CHANNELS = List.of("slack", "sns");

  private final JsonNode state;
  private final List<String> problems = new ArrayList<>();

  private Quiet(JsonNode state) {
    this.state = state;
  }

  /** A line for each thing that is not as it has to be in the end; none: nothing is left to do. */
  static List<String> problems(World world) {
    var quiet = new Quiet(world.state());
    quiet.registrations();
    quiet.endpoint();
    quiet.ledger();
    quiet.messages();
    return quiet.problems;
  }

  /** Who runs and is wanted is registered at its address, and nobody else but who is foreign. */
  private void registrations() {
    state
        .at("/services")
        .properties()
        .forEach(service -> {
          var wanted =
              children(service.getValue().at("/tasks"))
                  .filter(task ->
                      is(task, "lastStatus", "RUNNING") && is(task, "desiredStatus", "RUNNING"))
                  .collect(toMap(task -> text(task, "id"), task -> text(task, "ip")));
          var registered =
              children(state.at("/instances").path(cloudMapName(service.getKey()) + SUFFIX))
                  .filter(instance -> !is(instance, "owner", "foreign"))
                  .collect(
                      toMap(instance -> text(instance, "id"), instance -> text(instance, "ipv4")));
          if (wanted.isEmpty() || !wanted.equals(registered)) {
            problems.add(
                "%s: wanted %s, registered %s".formatted(service.getKey(), wanted, registered));
          }
        });
  }

  private void endpoint() {
    var parameter = state.at("/parameters").path(Mischief.PARAMETER);
    if (!is(parameter, "value", Mischief.BEFORE) || !is(parameter, "type", "String")) {
      problems.add("endpoint: " + parameter);
    }
  }

  /** No lease is held, nobody rang in vain, nothing is held back, no incident is open. */
  private void ledger() {
    state
        .at("/ledger")
        .properties()
        .forEach(item -> {
          if (!item.getKey().startsWith("service/")) {
            return;
          }
          item.getValue()
              .properties()
              .forEach(attribute -> {
                var name = attribute.getKey();
                if (List.of("holder", "rang").contains(name) || name.startsWith("hold_")) {
                  problems.add("%s: %s %s".formatted(item.getKey(), name, attribute.getValue()));
                }
              });
          if (text(item.getValue(), "dossier").contains("\"incident\":")) {
            problems.add(
                item.getKey() + ": an incident is open: " + text(item.getValue(), "dossier"));
          }
        });
  }

  /** Each channel has each thread's messages from the first to the last, and nothing is unsent. */
  private void messages() {
    state
        .at("/ledger")
        .properties()
        .forEach(item -> {
          if (!item.getKey().startsWith("outbox/")) {
            return;
          }
          if (item.getValue().has("due")) {
            problems.add(item.getKey() + ": unsent");
          }
          var thread = item.getKey().substring("outbox/".length());
          var wanted =
              IntStream.rangeClosed(1, item.getValue().path("last").asInt()).boxed().toList();
          CHANNELS.forEach(channel -> {
            var read = read(channel, thread);
            if (!List.copyOf(read.keySet()).equals(wanted)) {
              problems.add(
                  "%s: %s has %s of %s".formatted(thread, channel, read.keySet(), wanted.size()));
            }
          });
        });
  }

  /** The texts of a thread's messages by number, in the order in which each came first. */
  private Map<Integer, String> read(String channel, String thread) {
    var texts = new LinkedHashMap<Integer, String>();
    children(state.at("/messages"))
        .filter(message -> is(message, "channel", channel) && is(message, "incident", thread))
        .forEach(message -> {
          var before = texts.putIfAbsent(message.path("number").asInt(), text(message, "text"));
          if (before != null && !before.equals(text(message, "text"))) {
            problems.add(
                "%s: %s has two messages %s".formatted(thread, channel, message.path("number")));
          }
        });
    return texts;
  }

  private static String cloudMapName(String ecsService) {
    return ecsService.replaceAll("^hokusai-|-development$", "");
  }

  private static boolean is(JsonNode node, String field, String value) {
    return text(node, field).equals(value);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
