package ai.hokus.remediation.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * An AWS that answers what it was told to, over real HTTP: for what the local world cannot be made
 * to say. The SDK finds it as it finds the local world, only by properties in place of variables.
 */
final class ScriptedAws implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INVOKE = "Invoke";

  /** Nothing that is told here is late: where a try was, the machine had no time for us. */
  private static final int SLOWNESS = 20;

  private final HttpServer server;
  private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
  private final Map<String, Answer> otherwise = new ConcurrentHashMap<>();
  private final Map<String, Queue<JsonNode>> asked = new ConcurrentHashMap<>();

  private record Answer(int status, String body, Map<String, String> headers) {}

  ScriptedAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    System.setProperty("aws.endpointUrl", endpoint());
    System.setProperty("aws.accessKeyId", "TEST");
    System.setProperty("aws.secretAccessKey", "test");
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static Clients clients() {
    return new Clients("us-east-1", SLOWNESS);
  }

  /** The ports over it. */
  static Aws ports() {
    return new Aws(clients());
  }

  /** The next answer to {@code operation}; the last one told is repeated for ever. */
  ScriptedAws answers(String operation, String body) {
    return add(operation, new Answer(200, body, Map.of()));
  }

  /** The answer to {@code operation} where a test tells none. */
  ScriptedAws otherwise(String operation, String body) {
    otherwise.put(operation, new Answer(200, body, Map.of()));
    return this;
  }

  /** An error as the JSON protocols have it. */
  ScriptedAws refuses(String operation, int status, String code, String message) {
    var body = JSON.createObjectNode().put("__type", code).put("message", message);
    return refuses(operation, status, body.toString());
  }

  /** An error with fields of its own. */
  ScriptedAws refuses(String operation, int status, String body) {
    var code = read(body).path("__type").asText();
    return add(operation, new Answer(status, body, Map.of("X-Amzn-ErrorType", code)));
  }

  /** An error as CloudWatch has it. */
  ScriptedAws refusesInXml(String operation, int status, String code, String message) {
    var body =
        "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
            .formatted(code, message);
    return add(operation, new Answer(status, body, Map.of()));
  }

  /** The function's answer to an invocation. */
  ScriptedAws responds(String payload) {
    return answers(INVOKE, payload);
  }

  /** An invocation on which the function failed. */
  ScriptedAws fails(String payload) {
    return add(INVOKE, new Answer(200, payload, Map.of("X-Amz-Function-Error", "Unhandled")));
  }

  /** What was asked of {@code operation} so far, in order. */
  List<JsonNode> asked(String operation) {
    return List.copyOf(asked.getOrDefault(operation, new ConcurrentLinkedQueue<>()));
  }

  private ScriptedAws add(String operation, Answer answer) {
    script.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var request = isForm(exchange) ? form(body) : read(body);
      var operation = operation(exchange, request);
      asked.computeIfAbsent(operation, _ -> new ConcurrentLinkedQueue<>()).add(request);
      var answer = next(operation);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      var bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Answer next(String operation) {
    var answers = script.getOrDefault(operation, new ArrayDeque<>());
    if (answers.isEmpty()) {
      return otherwise.getOrDefault(
          operation,
          new Answer(501, "{\"message\":\"not in the script: " + operation + "\"}", Map.of()));
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  /**
   * ECS, Cloud Map and SSM name it in a header, CloudWatch in the form that it is sent; Lambda's
   * Invoke is known by its path.
   */
  private static String operation(HttpExchange exchange, JsonNode request) {
    var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return target == null
        ? request.path("Action").asText(INVOKE)
        : target.substring(target.lastIndexOf('.') + 1);
  }

  private static boolean isForm(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
        .startsWith("application/x-www-form-urlencoded");
  }

  /** Its fields by their names. */
  private static JsonNode form(String body) {
    var fields = JSON.createObjectNode();
    for (var field : body.split("&", -1)) {
      var parts = field.split("=", 2);
      fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return fields;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the SDK sent no JSON: " + body, e);
    }
  }

  /** From now on connections are refused. */
  void goesDown() {
    server.stop(0);
  }

  @Override
  public void close() {
    server.stop(0);
    System.clearProperty("aws.endpointUrl");
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
