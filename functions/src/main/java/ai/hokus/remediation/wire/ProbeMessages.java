package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.Verdict;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The question to {@code Probe} and its answer, as JSON in UTF-8. Sample of a question: {@code
 * events/probe.json}; an answer:
 *
 * <pre>
 * {
 *   "verdicts": {"10.0.1.88": {"ok": 200}, "10.0.3.17": {"down": "connection refused"}},
 *   "resolution": {"addresses": ["10.0.1.88"]}
 * }
 * </pre>
 *
 * <p>A verdict is one of {@code ok} or {@code rejected} with the status, {@code down}, {@code
 * silent} or {@code unasked} with the reason. A resolution is one of {@code addresses}, {@code
 * noRecord} with {@code zone} and {@code negativeTtl}, {@code unknown} or {@code notAsked} with the
 * reason. A question that makes no sense is answered with {@code error} alone.
 */
public final class ProbeMessages {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST");
  private static final Pattern PATH = Pattern.compile("/[!-~]{0,2047}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,255}");
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(2);

  /** Well inside the 30 s of the function that waits for the answer. */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

  /** The longest TTL that DNS has (RFC 2181, 8: 31 bits of seconds). */
  private static final Duration LONGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

  private ProbeMessages() {}

  /** A question as the function takes it. */
  public static byte[] write(Question question) {
    var json = NODES.objectNode();
    json.set("request", request(question.request()));
    json.put("port", question.port());
    json.set("within", list(question.within().stream().map(Cidr::toString)));
    var addresses = json.putObject("addresses");
    question
        .addresses()
        .forEach((address, patience) -> addresses.put(address.dotted(), patience.toString()));
    question.name().ifPresent(name -> json.set("name", name(name)));
    return bytes(json);
  }

  /**
   * Reads a question.
   *
   * @throws Malformed naming the first field that makes no sense
   */
  public static Question readQuestion(byte[] json) {
    var message = Field.message(json);
    return new Question(
        request(message.at("request").object()),
        message.at("port").integer(1, 65_535),
        message
            .at("within")
            .items()
            .map(block -> block.parse(Cidr::parse, "a CIDR block such as 10.0.0.0/16"))
            .toList(),
        byAddress(message.at("addresses"), each -> each.duration(Duration.ZERO, LONGEST_PATIENCE)),
        message.at("name").ifPresent().map(ProbeMessages::name));
  }

  /** An answer as the function gives it. */
  public static byte[] write(Answer answer) {
    var json = NODES.objectNode();
    var verdicts = json.putObject("verdicts");
    answer
        .verdicts()
        .forEach((address, verdict) -> verdicts.set(address.dotted(), verdict(verdict)));
    json.set("resolution", resolution(answer.resolution()));
    return bytes(json);
  }

  /** The answer to a question that makes no sense. */
  public static byte[] write(Malformed why) {
    return bytes(NODES.objectNode().put("error", why.getMessage()));
  }

  /**
   * Reads an answer.
   *
   * @throws Malformed naming the first field that makes no sense, or passing on the {@code error}
   *     of the other side
   */
  public static Answer readAnswer(byte[] json) {
    var message = Field.message(json);
    if (message.has("error")) {
      throw message.instead("an answer");
    }
    return new Answer(
        byAddress(message.at("verdicts"), ProbeMessages::verdict),
        resolution(message.at("resolution").object()));
  }

  private static ObjectNode request(ProbeRequest request) {
    var json = NODES.objectNode().put("method", request.method()).put("path", request.path());
    if (!request.body().isEmpty()) {
      json.put("body", request.body());
    }
    var expect = json.putArray("expect");
    new TreeSet<>(request.expect()).forEach(expect::add);
    return json.put("host", request.host()).put("timeout", request.timeout().toString());
  }

  private static ProbeRequest request(Field json) {
    return new ProbeRequest(
        json.at("method").text(METHOD, "GET, HEAD or POST"),
        json.at("path").text(PATH, "a path that begins with / and has no spaces"),
        json.at("body").ifPresent().map(Field::text).orElse(""),
        expect(json.at("expect")),
        json.at("host").text(PRINTABLE, "a Host header such as mlflow.example.local:5000"),
        json.at("timeout").duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT));
  }

  private static Set<Integer> expect(Field json) {
    var statuses = json.items().map(each -> each.integer(100, 599)).collect(Collectors.toSet());
    if (statuses.isEmpty()) {
      throw json.instead("at least one status");
    }
    return statuses;
  }

  private static ObjectNode name(Question.Name name) {
    var json = NODES.objectNode().put("host", name.host());
    json.set("recordTypes", list(name.recordTypes().stream().sorted()));
    return json;
  }

  private static Question.Name name(Field json) {
    return new Question.Name(
        json.object().at("host").text(PRINTABLE, "a host name"),
        json.at("recordTypes").items().map(Field::text).collect(Collectors.toSet()));
  }

  private static ObjectNode verdict(Verdict verdict) {
    var json = NODES.objectNode();
    return switch (verdict) {
      case Verdict.Ok(int status) -> json.put("ok", status);
      case Verdict.Rejected(int status) -> json.put("rejected", status);
      case Verdict.Down(String why) -> json.put("down", why);
      case Verdict.Silent(String why) -> json.put("silent", why);
      case Verdict.Unasked(String why) -> json.put("unasked", why);
    };
  }

  private static Verdict verdict(Field json) {
    if (json.has("ok")) {
      return new Verdict.Ok(json.at("ok").integer(100, 599));
    } else if (json.has("rejected")) {
      return new Verdict.Rejected(json.at("rejected").integer(100, 499));
    } else if (json.has("down")) {
      return new Verdict.Down(reason(json.at("down")));
    } else if (json.has("silent")) {
      return new Verdict.Silent(reason(json.at("silent")));
    } else if (json.has("unasked")) {
      return new Verdict.Unasked(reason(json.at("unasked")));
    }
    throw json.instead("one of ok, rejected, down, silent, unasked");
  }

  private static ObjectNode resolution(Resolution resolution) {
    var json = NODES.objectNode();
    switch (resolution) {
      case Resolution.Addresses(var addresses) ->
          json.set("addresses", list(addresses.stream().map(Ipv4::dotted)));
      case Resolution.NoRecord(String zone, Duration negativeTtl) ->
          json.putObject("noRecord").put("zone", zone).put("negativeTtl", negativeTtl.toString());
      case Resolution.Unknown(String why) -> json.put("unknown", why);
      case Resolution.NotAsked(String why) -> json.put("notAsked", why);
    }
    return json;
  }

  private static Resolution resolution(Field json) {
    if (json.has("addresses")) {
      return addresses(json.at("addresses"));
    } else if (json.has("noRecord")) {
      var noRecord = json.at("noRecord").object();
      return new Resolution.NoRecord(
          reason(noRecord.at("zone")),
          noRecord.at("negativeTtl").duration(Duration.ZERO, LONGEST_TTL));
    } else if (json.has("unknown")) {
      return new Resolution.Unknown(reason(json.at("unknown")));
    } else if (json.has("notAsked")) {
      return new Resolution.NotAsked(reason(json.at("notAsked")));
    }
    throw json.instead("one of addresses, noRecord, unknown, notAsked");
  }

  private static Resolution addresses(Field json) {
    var addresses = json.items().map(each -> each.parse(Ipv4::new, "an IPv4 address")).toList();
    if (addresses.isEmpty()) {
      throw json.instead("at least one address");
    }
    return new Resolution.Addresses(addresses);
  }

  private static <T> Map<Ipv4, T> byAddress(Field json, Function<Field, T> value) {
    var map = new TreeMap<Ipv4, T>();
    json.entries()
        .forEach(
            entry -> map.put(entry.key(Ipv4::new, "an IPv4 address"), value.apply(entry.field())));
    return map;
  }

  /** The other side may quote what it met, so it ends up in a report as one short line. */
  private static String reason(Field json) {
    return Text.brief(json.text());
  }

  private static ArrayNode list(Stream<String> texts) {
    var list = NODES.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
