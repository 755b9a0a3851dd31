package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry of the configuration as the ledger keeps it, with the defaults of its day written out:
 * it is gone by when the configuration has it no more. Durations are ISO-8601.
 *
 * <pre>
 * {
 *   "name": "mlflow", "policy": "REPAIR", "ecsService": "hokusai-mlflow-development", "port": 5000,
 *   "cloudMap": {"namespace": "hokusai-development.local", "service": "mlflow"},
 *   "probe": {"method": "GET", "path": "/", "body": "", "expect": [200], "host": "…", "timeout": "PT2S"},
 *   "within": ["10.0.0.0/16"],
 *   "settings": {"ecsLag": "PT1M", …, "endpoint": {"nameRepairBudget": "PT1M", …}},
 *   "endpoint": {"parameter": "/mlflow/uri", "byName": "http://mlflow.hokusai-development.local:5000"},
 *   "consumers": [{"ecsService": "api", "reads": "ENV_AT_START", "redeploy": true}],
 *   "alarms": ["api-5xx"],
 *   "fallback": "ON_ALARM"
 * }
 * </pre>
 */
final class ServiceJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** More than a configuration may say, so that what was written once can always be read. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private ServiceJson() {}

  static JsonNode json(GuardedService service) {
    var json =
        NODES
            .objectNode()
            .put("name", service.name())
            .put("policy", service.policy().name())
            .put("ecsService", service.ecsService())
            .put("port", service.port());
    json.set("cloudMap", cloudMap(service.cloudMap()));
    json.set("probe", probe(service.probe()));
    json.set("within", texts(service.within().stream().map(Cidr::toString)));
    json.set("settings", settings(service.settings()));
    service.endpoint().ifPresent(endpoint -> json.set("endpoint", endpoint(endpoint)));
    var consumers = json.putArray("consumers");
    service.consumers().forEach(consumer -> consumers.add(consumer(consumer)));
    json.set("alarms", texts(service.alarms().stream().sorted()));
    return json.put("fallback", service.fallback().name());
  }

  static GuardedService service(Field json) {
    return new GuardedService(
        json.object().at("name").text(),
        word(json.at("policy"), Policy::valueOf),
        json.at("ecsService").text(),
        json.at("port").integer(1, 65_535),
        cloudMap(json.at("cloudMap")),
        probe(json.at("probe")),
        each(json.at("within"), block -> block.parse(Cidr::parse, "a CIDR block")),
        settings(json.at("settings")),
        json.at("endpoint").ifPresent().map(ServiceJson::endpoint),
        each(json.at("consumers"), ServiceJson::consumer),
        Set.copyOf(each(json.at("alarms"), Field::text)),
        word(json.at("fallback"), EnterFallback::valueOf));
  }

  private static JsonNode cloudMap(CloudMapRef ref) {
    return switch (ref) {
      case CloudMapRef.ByArn(var arn) -> NODES.objectNode().put("arn", arn);
      case CloudMapRef.ByName(var namespace, var service) ->
          NODES.objectNode().put("namespace", namespace).put("service", service);
    };
  }

  private static CloudMapRef cloudMap(Field json) {
    return json.object().has("arn")
        ? new CloudMapRef.ByArn(json.at("arn").text())
        : new CloudMapRef.ByName(json.at("namespace").text(), json.at("service").text());
  }

  private static JsonNode probe(ProbeRequest probe) {
    var json =
        NODES
            .objectNode()
            .put("method", probe.method())
            .put("path", probe.path())
            .put("body", probe.body());
    var expect = json.putArray("expect");
    probe.expect().stream().sorted().forEach(expect::add);
    return json.put("host", probe.host()).put("timeout", probe.timeout().toString());
  }

  private static ProbeRequest probe(Field json) {
    return new ProbeRequest(
        json.object().at("method").text(),
        json.at("path").text(),
        json.at("body").text(),
        json.at("expect").items().map(Field::count).collect(Collectors.toSet()),
        json.at("host").text(),
        duration(json, "timeout"));
  }

  private static JsonNode settings(Settings settings) {
    var json = NODES.objectNode();
    put(json, "ecsLag", settings.ecsLag());
    put(json, "youngFor", settings.youngFor());
    put(json, "missingFor", settings.missingFor());
    put(json, "lastInstanceKept", settings.lastInstanceKept());
    json.set("endpoint", settings(settings.endpoint()));
    return json;
  }

  private static Settings settings(Field json) {
    return new Settings(
        duration(json.object(), "ecsLag"),
        duration(json, "youngFor"),
        duration(json, "missingFor"),
        duration(json, "lastInstanceKept"),
        endpointSettings(json.at("endpoint").object()));
  }

  private static JsonNode settings(EndpointSettings settings) {
    var json = NODES.objectNode();
    put(json, "nameRepairBudget", settings.nameRepairBudget());
    put(json, "restoreAfter", settings.restoreAfter());
    put(json, "expiry", settings.expiry());
    json.put("entriesPerDay", settings.entriesPerDay()).put("maxTasks", settings.maxTasks());
    put(json, "redeployEvery", settings.redeployEvery());
    json.put("redeploysPerIncident", settings.redeploysPerIncident());
    put(json, "holdFor", settings.holdFor());
    return json;
  }

  private static EndpointSettings endpointSettings(Field json) {
    return new EndpointSettings(
        duration(json, "nameRepairBudget"),
        duration(json, "restoreAfter"),
        duration(json, "expiry"),
        json.at("entriesPerDay").count(),
        json.at("maxTasks").count(),
        duration(json, "redeployEvery"),
        json.at("redeploysPerIncident").count(),
        duration(json, "holdFor"));
  }

  static JsonNode endpoint(EndpointParameter endpoint) {
    return NODES
        .objectNode()
        .put("parameter", endpoint.parameter())
        .put("byName", endpoint.byName());
  }

  static EndpointParameter endpoint(Field json) {
    return new EndpointParameter(json.object().at("parameter").text(), json.at("byName").text());
  }

  private static JsonNode consumer(Consumer consumer) {
    return NODES
        .objectNode()
        .put("ecsService", consumer.ecsService())
        .put("reads", consumer.reads().name())
        .put("redeploy", consumer.redeploy());
  }

  private static Consumer consumer(Field json) {
    return new Consumer(
        json.object().at("ecsService").text(),
        word(json.at("reads"), Consumer.Reads::valueOf),
        json.at("redeploy").yesOrNo());
  }

  private static JsonNode texts(Stream<String> all) {
    var list = NODES.arrayNode();
    all.forEach(list::add);
    return list;
  }

  private static void put(ObjectNode json, String name, Duration value) {
    json.put(name, value.toString());
  }

  private static Duration duration(Field json, String name) {
    return json.at(name).duration(Duration.ZERO, LONGEST);
  }

  private static <T> T word(Field json, Function<String, T> word) {
    return json.parse(word, "one of its words");
  }

  private static <T> List<T> each(Field list, Function<Field, T> value) {
    return list.items().map(value).toList();
  }
}
