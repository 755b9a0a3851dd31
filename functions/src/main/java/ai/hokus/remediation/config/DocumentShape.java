package ai.hokus.remediation.config;

import static ai.hokus.remediation.config.Shape.list;
import static ai.hokus.remediation.config.Shape.named;
import static ai.hokus.remediation.config.Shape.object;
import static ai.hokus.remediation.config.Shape.oneOf;
import static ai.hokus.remediation.config.Shape.optional;
import static ai.hokus.remediation.config.Shape.required;
import static ai.hokus.remediation.config.Shape.text;
import static ai.hokus.remediation.config.Shape.value;
import static ai.hokus.remediation.config.Shape.whole;

import ai.hokus.remediation.model.Cidr;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A document of the configuration, key by key: the same as {@code configuration.schema.json} says,
 * in words that fit a message.
 */
final class DocumentShape {

  private static final String LABEL = "[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
  private static final String DNS_NAME = LABEL + "(?:\\." + LABEL + ")*";
  private static final String PORT_NUMBER =
      "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
  private static final String URI_PATH = "/(?:[a-zA-Z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2})*";

  /** Of a positive duration without leading zeros, so that 2 s can be written in few ways. */
  private static final Pattern DURATION =
      Pattern.compile(
          "PT(?!0(?:\\.0+)?S$)(?=[0-9])(?:[1-9][0-9]{0,3}H)?(?:[1-9][0-9]{0,4}M)?"
              + "(?:(?:0|[1-9][0-9]{0,5})(?:\\.[0-9]{1,3})?S)?");

  /**
   * The value of the endpoint parameter: a URL or {@code host:port}, by name. Scheme and port may
   * be missing.
   */
  static final Pattern BY_NAME =
      Pattern.compile(
          "(?=.{1,1024}$)(?:(?<scheme>https?)://)?(?![0-9.]+(?:[:/]|$))(?<name>%s)(?::(?<port>%s))?(?:%s)?"
              .formatted(DNS_NAME, PORT_NUMBER, URI_PATH));

  private static final Shape PERIOD =
      text("a duration longer than zero, such as \"PT2M\" or \"PT90S\"", DURATION);

  private static final Shape PROBE_TIMEOUT =
      text(
          "a duration longer than zero and at most \"PT2S\"",
          Pattern.compile("PT(?!0(?:\\.0+)?S$)(?:[01](?:\\.[0-9]{1,3})?|2(?:\\.0{1,3})?)S"));

  private static final Shape ECS_SERVICE =
      text(
          "the name of an ECS service: letters, digits, _ and -",
          Pattern.compile("[a-zA-Z0-9_-]{1,255}"));

  private static final Shape SETTINGS =
      object(
          optional("ecsLag", PERIOD),
          optional("youngFor", PERIOD),
          optional("missingFor", PERIOD),
          optional("lastInstanceKept", PERIOD),
          optional("nameRepairBudget", PERIOD),
          optional("restoreAfter", PERIOD),
          optional(
              "fallback",
              object(
                  optional("expiry", PERIOD),
                  optional("entriesPerDay", whole(0, 100)),
                  optional("maxTasks", whole(1, 100)))),
          optional(
              "redeploy",
              object(optional("every", PERIOD), optional("perIncident", whole(0, 100)))),
          optional("holdFor", PERIOD));

  private static final Shape CLOUD_MAP_BY_NAME =
      object(
          required(
              "namespace",
              text(
                  "the name of a DNS namespace, such as \"example.local\" (or arn in place of"
                      + " namespace and service)",
                  Pattern.compile("(?=.{1,253}$)" + DNS_NAME))),
          required(
              "service",
              text(
                  "the name of a Cloud Map service, such as \"mlflow\"",
                  Pattern.compile("(?=.{1,127}$)" + DNS_NAME))));

  private static final Shape CLOUD_MAP_BY_ARN =
      object(
          required(
              "arn",
              text(
                  "a Cloud Map service's ARN, arn:aws:servicediscovery:REGION:ACCOUNT:service/srv-…",
                  Pattern.compile(
                      "arn:aws[a-z-]*:servicediscovery:[a-z0-9-]+:[0-9]{12}"
                          + ":service/srv-[a-zA-Z0-9-]{1,60}"))));

  private static final Shape CLOUD_MAP =
      Shape.of("an object with namespace and service, or with arn", DocumentShape::checkCloudMap);

  private static final Shape PROBE =
      object(
          optional("method", oneOf("GET", "HEAD", "POST")),
          required(
              "path",
              text("the path of a request, with / first and no spaces", Pattern.compile(URI_PATH))),
          optional("body", value("text", JsonNode::isTextual)),
          optional("expect", list(1, whole(200, 499))),
          optional(
              "host",
              text(
                  "a Host header: a name or address, and :PORT where consumers send one",
                  Pattern.compile("(?=.{1,259}$)%s(?::%s)?".formatted(DNS_NAME, PORT_NUMBER)))),
          optional("timeout", PROBE_TIMEOUT));

  private static final Shape ENDPOINT =
      object(
          required(
              "parameter",
              text(
                  "the name of an SSM parameter, such as \"/example/mlflow/endpoint\"",
                  Pattern.compile("(?=.{1,1011}$)/?[a-zA-Z0-9_.-]+(?:/[a-zA-Z0-9_.-]+)*"))),
          required(
              "byName",
              text(
                  "a URL or host:port with a name, not an address, such as"
                      + " \"http://mlflow.example.local:5000\"",
                  BY_NAME)));

  private static final Shape CONSUMER =
      object(
          required("ecsService", ECS_SERVICE),
          required("consumer", oneOf("runtimeRead", "envAtStart")),
          optional("redeployConsumers", value("true or false", JsonNode::isBoolean)));

  private static final Shape SERVICE =
      object(
          required("ecsService", ECS_SERVICE),
          optional(
              "container",
              text(
                  "the name of a container: letters, digits, _ and -",
                  Pattern.compile("[a-zA-Z0-9_-]{1,255}"))),
          required("port", whole(1, 65_535)),
          required("cloudMap", CLOUD_MAP),
          required("probe", PROBE),
          optional("endpoint", ENDPOINT),
          optional("consumers", list(0, CONSUMER)),
          optional(
              "alarms",
              list(
                  0,
                  text(
                      "the name of a CloudWatch alarm",
                      Pattern.compile("[^\\u0000-\\u001f\\u007f]{1,255}")))),
          optional(
              "fallback", object(required("enter", oneOf("never", "onAlarm", "onNameFailure")))));

  private static final String POLICIES =
      """
      observe, repair or sync; there is no default:
          observe: says what it would do, and changes nothing
          repair: registers tasks, withdraws what it registered itself
          sync: does the same, and releases what ECS left behind once its task is confirmed gone\
      """;

  private static final String A_BLOCK =
      "an IPv4 block such as \"10.0.0.0/16\", no bits behind its prefix";

  /** The document as a whole. */
  static final Shape DOCUMENT =
      object(
          optional("$schema", value("the address of the schema, a text", JsonNode::isTextual)),
          required("policy", oneOf(List.of("observe", "repair", "sync"), POLICIES)),
          required("cidrs", list(1, Shape.of(A_BLOCK, DocumentShape::checkBlock))),
          optional("settings", SETTINGS),
          required(
              "services",
              named(
                  "an object with services: {\"NAME\": {\"ecsService\": …}}",
                  Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}"),
                  "a short name: letters, digits, _ and -, at most 63",
                  SERVICE)));

  private DocumentShape() {}

  private static void checkCloudMap(JsonNode value, Place place) {
    if (value.has("arn") && (value.has("namespace") || value.has("service"))) {
      place.wants("either arn, or namespace and service", "an object with both");
    } else if (value.isObject()) {
      (value.has("arn") ? CLOUD_MAP_BY_ARN : CLOUD_MAP_BY_NAME).check(value, place);
    } else {
      place.wants(CLOUD_MAP.wanted(), value);
    }
  }

  private static void checkBlock(JsonNode value, Place place) {
    var block = block(value);
    if (block.isEmpty()) {
      place.wants(A_BLOCK, value);
    } else if (!block.get().admitsAny()) {
      place.wants(
          "a block of tasks' addresses: link-local, 0/8, multicast and reserved addresses are never"
              + " asked",
          value);
    }
  }

  private static Optional<Cidr> block(JsonNode value) {
    if (!value.isTextual()) {
      return Optional.empty();
    }
    try {
      // Written as we would write it: 10.0.0.0/08 is read as a block too.
      return Optional.of(Cidr.parse(value.textValue()))
          .filter(block -> block.toString().equals(value.textValue()));
    } catch (IllegalArgumentException notOne) {
      // The model knows best what a block is; the message says what is wanted.
      return Optional.empty();
    }
  }
}
