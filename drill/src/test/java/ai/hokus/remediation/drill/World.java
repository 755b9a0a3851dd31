package ai.hokus.remediation.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;

/**
 * A local world of its own, up and settled, as the owner of the services sees it: changed by the
 * verbs of {@code bin/world}, read by {@code bin/world state}. The functions act in it only when
 * invoked. Closing it ends every process in it.
 */
public final class World implements AutoCloseable {

  /**
   * Longer than the slowest function's timeout, 55 s, twice, and two cold starts: it may first have
   * to wait for an environment. A hung function is then the function's error.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Pattern LATE =
      Pattern.compile("no answer (in time|in \\d|from the resolver)");

  static final Path REPOSITORY = Path.of(System.getProperty("basedir"), "..").normalize();

  private static final Path COMMAND = REPOSITORY.resolve(Path.of("bin", "world"));

  private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=(\\S*)$");

  /** Not the ledger's: each pass takes its lease there. */
  private static final Pattern WRITE =
      Pattern.compile("(Register|Deregister|Update(?!Item)|Put|Create|Delete).*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final HttpClient control = HttpClient.newHttpClient();
  private final SdkHttpClient http = AwsCrtHttpClient.builder().build();
  private final LambdaClient lambda;
  private final ServiceDiscoveryClient cloudMap;
  private final SsmClient ssm;

  private World(Map<String, String> environment) {
    this.environment = environment;
    var endpoint = URI.create(environment.get("AWS_ENDPOINT_URL"));
    var region = Region.of(environment.get("AWS_REGION"));
    var owner =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")));
    lambda =
        LambdaClient.builder()
            .httpClient(http)
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(owner)
            // One invocation for each call: a hidden second one would repair what the first left.
            .overrideConfiguration(settings ->
                settings.apiCallTimeout(PATIENCE).retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    cloudMap =
        ServiceDiscoveryClient.builder()
            .httpClient(http)
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(owner)
            .build();
    ssm =
        SsmClient.builder()
            .httpClient(http)
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(owner)
            .build();
  }

  /** A settled world, in sync; names that were asked for in vain stay unknown for five minutes. */
  public static World up() {
    return up("--negative-ttl", "300");
  }

  /** A settled world, in sync, with these options of {@code bin/world up}. */
  public static World up(String... options) {
    bin(Stream.concat(Stream.of("up"), Stream.of(options)).toArray(String[]::new));
    return new World(
        EXPORT
            .matcher(bin("env"))
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2))));
  }

  /** The variables that point an AWS SDK at it. */
  public Map<String, String> environment() {
    return environment;
  }

  /** A verb of {@code bin/world}; returns what it printed. */
  public String run(String... verb) {
    return bin(verb);
  }

  /**
   * The same without the command's start, for tests that take many steps; returns what the world
   * answered.
   */
  public JsonNode tell(String verb, String... arguments) {
    return ask(HttpRequest.BodyPublishers.ofString(body(arguments)), "POST", verb);
  }

  /**
   * One stage of a held world: the events since the one before, oldest first, and whether anything
   * is still under way.
   */
  record Stage(boolean settled, List<JsonNode> events) {}

  /** From now on every task waits before each step that it takes. */
  Stage hold() {
    return stage("on");
  }

  /** Lets each task that waits take one step, and ECS do what follows from it. */
  Stage step() {
    return stage("next");
  }

  /** Lets the world go on by itself, and waits until it has come to rest. */
  Stage letGo() {
    return stage("off");
  }

  private Stage stage(String wanted) {
    var told = tell("step", wanted);
    return new Stage(told.at("/settled").asBoolean(), children(told.at("/events")).toList());
  }

  /** Every event since the world is up, oldest first. */
  public List<JsonNode> events() {
    return children(ask(HttpRequest.BodyPublishers.noBody(), "GET", "events")).toList();
  }

  /** Invokes the function with an event about MLflow as it now is, and returns the response. */
  JsonNode invoke(String function, String event) {
    return invokeWith(function, event(event));
  }

  /** Invokes the function with any body, and returns the response. */
  JsonNode invokeWith(String function, String body) {
    var response =
        lambda.invoke(call -> call.functionName(function).payload(SdkBytes.fromUtf8String(body)));
    var payload = response.payload().asUtf8String();
    if (response.functionError() != null) {
      throw new FunctionError(payload);
    }
    return read(payload);
  }

  /**
   * The response to an invocation that is made again, twice at most, where an answer came too late
   * for it to do anything, as on a machine that is busy: that proves nothing. Not where somebody is
   * silent on purpose.
   */
  static JsonNode unhurried(Supplier<JsonNode> invocation) {
    return inTime(invocation).or(() -> inTime(invocation)).orElseGet(invocation);
  }

  private static Optional<JsonNode> inTime(Supplier<JsonNode> invocation) {
    try {
      return Optional.of(invocation.get())
          .filter(response -> hasDoneSomething(response) || !isLate(response));
    } catch (FunctionError failed) {
      if (isLate(failed)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Of AWS, of whom is asked directly, or of the resolver; said, for whoever reads the log. */
  private static boolean isLate(Object told) {
    var isLate = LATE.matcher(told.toString()).find();
    if (isLate) {
      System.err.println("invoked again: " + told);
    }
    return isLate;
  }

  /** Another invocation would not do it again, nor say it. */
  private static boolean hasDoneSomething(JsonNode response) {
    return children(response.path("services")).anyMatch(pass -> !pass.path("done").isEmpty());
  }

  /** The same beside what the test does meanwhile. */
  CompletableFuture<JsonNode> invokeAside(String function, String event) {
    return CompletableFuture.supplyAsync(() -> invoke(function, event));
  }

  /** An event about MLflow as it now is, as EventBridge would deliver it. */
  String event(String name) {
    return bin("event", name);
  }

  /** Everything that the functions have logged since the world is up. */
  String functionsLog() {
    var log = Path.of("build", "world", System.getenv("WORLD_NAME"), "logs", "functions.log");
    return read(REPOSITORY.resolve(log));
  }

  /** What a function threw. Lambda would try again; here the test decides. */
  static final class FunctionError extends RuntimeException {
    private static final long serialVersionUID = 1;

    FunctionError(String payload) {
      super(payload);
    }
  }

  /** What the world says to a verb that it cannot let happen. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String reason) {
      super(reason);
    }
  }

  /** The service's ECS tasks that run, by {@code id}, {@code ip} and more. */
  public List<JsonNode> runningTasks(String ecsService) {
    return tasks(ecsService, "RUNNING");
  }

  /** Those in this status, oldest first. */
  List<JsonNode> tasks(String ecsService, String lastStatus) {
    return tasks(ecsService).stream()
        .filter(task -> task.at("/lastStatus").asText().equals(lastStatus))
        .toList();
  }

  /** All of them that ECS knows, stopped ones too. */
  List<JsonNode> tasks(String ecsService) {
    return children(state().at("/services/" + ecsService + "/tasks")).toList();
  }

  /** The instances of MLflow's Cloud Map service, whoever owns them. */
  List<JsonNode> instances() {
    return children(state().at("/instances/mlflow.hokusai-development.local")).toList();
  }

  /** An item of the ledger, by its id; its attributes as plain values. */
  public JsonNode ledger(String id) {
    return state().path("ledger").path(id);
  }

  /** A parameter by its name: value, version and type; missing where there is none. */
  JsonNode parameter(String name) {
    return state().path("parameters").path(name);
  }

  /** Every version of a parameter, oldest first, a secret decrypted: as its owner reads it. */
  List<ParameterHistory> history(String name) {
    return ssm.getParameterHistory(asked -> asked.name(name).withDecryption(true)).parameters();
  }

  /** All that the ledger holds. */
  String ledgerAsText() {
    return state().at("/ledger").toString();
  }

  /** What people can read by now, oldest first: channel, incident, number, text. */
  List<JsonNode> messages() {
    return children(state().at("/messages")).toList();
  }

  /** What became of each batch of the table's stream that was given up, as Lambda writes it. */
  List<JsonNode> unsent() {
    return children(state().at("/unsent")).toList();
  }

  /**
   * The Cloud Map services, of those whose name begins so, that have one instance, which is ours.
   */
  List<String> kept(String prefix) {
    return state().at("/instances").properties().stream()
        .filter(service -> service.getKey().startsWith(prefix))
        .filter(service -> service.getValue().size() == 1)
        .filter(service -> service.getValue().at("/0/owner").asText().equals("ours"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same as Cloud Map lists them, attributes by id: no name is asked for, and no caller. */
  public Map<String, Map<String, String>> listed() {
    var service = cloudMapService();
    return cloudMap.listInstancesPaginator(request -> request.serviceId(service)).stream()
        .flatMap(page -> page.instances().stream())
        .collect(Collectors.toMap(InstanceSummary::id, InstanceSummary::attributes));
  }

  /** All that the functions could have changed, word for word. */
  String changeable() {
    var state = state();
    return state.at("/instances") + "\n" + state.at("/parameters");
  }

  /** Where MLflow's name leads now, asked of the zone itself. */
  List<String> addresses() {
    return children(state().at("/dns/mlflow.hokusai-development.local"))
        .map(JsonNode::asText)
        .toList();
  }

  /**
   * The HTTP status that a caller of the API's MLflow route gets now; asking plants what it finds
   * in caches.
   */
  int callersStatus() {
    return state().at("/proxy/status").asInt();
  }

  /**
   * Rewrites an instance in place, as its owner could from the console, and waits until Cloud Map
   * has it.
   */
  void overwrite(JsonNode instance, Map<String, String> changes) {
    var attributes =
        JSON.convertValue(instance.get("attributes"), new TypeReference<Map<String, String>>() {});
    attributes.putAll(changes);
    register(instance.get("id").asText(), attributes);
  }

  /** Registers an instance of MLflow's by hand, and waits until Cloud Map has it. */
  public void register(String id, Map<String, String> attributes) {
    var operation = beginToRegister(id, attributes);
    await(() ->
        cloudMap.getOperation(request -> request.operationId(operation)).operation().status()
            == OperationStatus.SUCCESS);
  }

  /** Registers an instance of MLflow's by hand; returns the operation, which may take its time. */
  String beginToRegister(String id, Map<String, String> attributes) {
    var service = cloudMapService();
    return cloudMap
        .registerInstance(
            request -> request.serviceId(service).instanceId(id).attributes(attributes))
        .operationId();
  }

  /** Takes MLflow's name itself out of Cloud Map, which must be without instances. */
  void deleteCloudMapService() {
    var service = cloudMapService();
    cloudMap.deleteService(request -> request.id(service));
  }

  /** The id of MLflow's Cloud Map service. */
  private String cloudMapService() {
    return cloudMap.listServicesPaginator().stream()
        .flatMap(page -> page.services().stream())
        .filter(each -> each.name().equals("mlflow"))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /**
   * Waits until somebody has connected to this address, where nobody answers, and hung up again:
   * the kernel then has a connection that only its other end has closed.
   */
  void awaitACallerWhoGaveUp(String address, int port) {
    var octets = address.split("\\.", -1);
    var socket =
        String.format(
            "%02X%02X%02X%02X:%04X",
            Integer.valueOf(octets[3]),
            Integer.valueOf(octets[2]),
            Integer.valueOf(octets[1]),
            Integer.valueOf(octets[0]),
            port);
    var closedByTheOther = Pattern.compile("(?m)^ *\\d+: " + socket + " [0-9A-F:]+ 08 ");
    await(() -> closedByTheOther.matcher(read(Path.of("/proc/net/tcp"))).find());
  }

  /** A point in the log of calls to AWS, for {@link #callsSince}. */
  public int mark() {
    return read(bin("calls")).at("/mark").asInt();
  }

  /** The functions' calls since then that change something, by name. */
  public List<String> writesSince(int mark) {
    return callsSince(mark).stream().filter(action -> WRITE.matcher(action).matches()).toList();
  }

  /** All of the functions' calls since then, by name. */
  List<String> callsSince(int mark) {
    return timedSince(mark).stream().map(Call::action).toList();
  }

  /**
   * A call to AWS.
   *
   * @param at when it began, in seconds since any moment
   */
  record Call(String action, double at) {}

  /** All of the functions' calls since then, in the order of their ends. */
  List<Call> timedSince(int mark) {
    return children(read(bin("calls", "--since", String.valueOf(mark))).at("/calls"))
        .filter(call -> !call.at("/key").asText().equals("OWNER"))
        .map(call -> new Call(call.at("/action").asText(), call.at("/monotonic").asDouble()))
        .toList();
  }

  /** What the world wrote down. */
  record Witnessed(int mark, List<JsonNode> calls) {}

  /**
   * Everybody's calls since then that do not only read, in the order of their ends; those about
   * what is guarded with what the world saw when they came.
   */
  Witnessed witnessedSince(int mark) {
    var told = ask(HttpRequest.BodyPublishers.noBody(), "GET", "writes/" + mark);
    return new Witnessed(told.at("/mark").asInt(), children(told.at("/calls")).toList());
  }

  @Override
  public void close() {
    control.close();
    lambda.close();
    cloudMap.close();
    ssm.close();
    http.close();
    bin("down");
  }

  /** Waits until it holds, at most 20 s. */
  public static void await(BooleanSupplier condition) {
    await(Duration.ofSeconds(20), condition);
  }

  static void await(Duration atMost, BooleanSupplier condition) {
    await(atMost, Duration.ofMillis(50), condition);
  }

  /** The same where it costs something to ask. */
  static void await(Duration atMost, Duration between, BooleanSupplier condition) {
    var until = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not within " + atMost.toSeconds() + " s");
      }
      LockSupport.parkNanos(between.toNanos());
    }
  }

  /** Lets so much time pass. */
  static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private JsonNode ask(HttpRequest.BodyPublisher body, String method, String path) {
    var world = URI.create(environment.get("AWS_ENDPOINT_URL") + "/_world/" + path);
    var request = HttpRequest.newBuilder(world).method(method, body).timeout(PATIENCE).build();
    try {
      var answer = control.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Refused(path + " failed: " + answer.body());
      }
      return read(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String body(String... arguments) {
    try {
      return JSON.writeValueAsString(Map.of("arguments", List.of(arguments)));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not to be written as JSON", e);
    }
  }

  /** All of it at one moment, as {@code bin/world state} prints it. */
  JsonNode state() {
    return ask(HttpRequest.BodyPublishers.noBody(), "GET", "state");
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String read(Path file) {
    try {
      // It may be at its writer's hands: a character that is there by half is no error.
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  /** Progress and errors of the command go to the test's own output. */
  private static String bin(String... arguments) {
    try {
      var command = Stream.concat(Stream.of(COMMAND.toString()), Stream.of(arguments)).toList();
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("failed: " + String.join(" ", command));
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
