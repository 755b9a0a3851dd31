package ai.hokus.remediation.config;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the guarded services of a document that {@link DocumentShape} has let pass, and puts the
 * defaults in.
 */
final class Services {
  private static final String HTTP_PORT = "80";
  private static final String HTTPS_PORT = "443";

  private Services() {}

  static List<GuardedService> of(JsonNode document) {
    return document.path("services").properties().stream()
        .map(entry -> service(document, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static GuardedService service(JsonNode document, String name, JsonNode service) {
    int port = service.path("port").intValue();
    var cloudMap = cloudMap(service.path("cloudMap"));
    var endpoint = service.optional("endpoint").map(Services::endpoint);
    return new GuardedService(
        name,
        Policy.valueOf(document.path("policy").textValue().toUpperCase(Locale.ROOT)),
        service.path("ecsService").textValue(),
        port,
        cloudMap,
        probe(service.path("probe"), hostOfConsumers(cloudMap, endpoint, port)),
        texts(document.path("cidrs")).map(Cidr::parse).toList(),
        settings(document.path("settings")),
        endpoint,
        service.path("consumers").valueStream().map(Services::consumer).toList(),
        texts(service.path("alarms")).collect(Collectors.toSet()),
        enter(service.path("fallback").path("enter").asText("never")));
  }

  private static CloudMapRef cloudMap(JsonNode ref) {
    return ref.has("arn")
        ? new CloudMapRef.ByArn(ref.path("arn").textValue())
        : new CloudMapRef.ByName(
            ref.path("namespace").textValue(), ref.path("service").textValue());
  }

  private static ProbeRequest probe(JsonNode probe, String host) {
    var expect = probe.path("expect").valueStream().map(JsonNode::intValue);
    return new ProbeRequest(
        probe.path("method").asText("GET"),
        probe.path("path").textValue(),
        probe.path("body").asText(""),
        probe.has("expect") ? expect.collect(Collectors.toSet()) : Set.of(200),
        probe.path("host").asText(host),
        duration(probe, "timeout", Duration.ofSeconds(2)));
  }

  /**
   * The Host header that an HTTP client makes of the endpoint's value or, without an endpoint, of
   * the DNS name in Cloud Map. Empty by ARN without an endpoint: then the document must give it.
   */
  private static String hostOfConsumers(
      CloudMapRef cloudMap, Optional<EndpointParameter> endpoint, int port) {
    return endpoint
        .map(each -> new EndpointValue(each.byName()).hostHeader(port))
        .orElseGet(() ->
            switch (cloudMap) {
              case CloudMapRef.ByName name -> host(name.toString(), String.valueOf(port), "http");
              case CloudMapRef.ByArn _ -> "";
            });
  }

  /** HTTP clients leave the port out of the Host header where it is the scheme's own. */
  private static String host(String name, String port, String scheme) {
    var own = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    return port.isEmpty() || port.equals(own) ? name : name + ":" + port;
  }

  private static Settings settings(JsonNode settings) {
    var otherwise = Settings.DEFAULTS;
    return new Settings(
        duration(settings, "ecsLag", otherwise.ecsLag()),
        duration(settings, "youngFor", otherwise.youngFor()),
        duration(settings, "missingFor", otherwise.missingFor()),
        duration(settings, "lastInstanceKept", otherwise.lastInstanceKept()),
        endpointSettings(settings));
  }

  private static EndpointSettings endpointSettings(JsonNode settings) {
    var otherwise = EndpointSettings.DEFAULTS;
    var fallback = settings.path("fallback");
    var redeploy = settings.path("redeploy");
    return new EndpointSettings(
        duration(settings, "nameRepairBudget", otherwise.nameRepairBudget()),
        duration(settings, "restoreAfter", otherwise.restoreAfter()),
        duration(fallback, "expiry", otherwise.expiry()),
        fallback.path("entriesPerDay").asInt(otherwise.entriesPerDay()),
        fallback.path("maxTasks").asInt(otherwise.maxTasks()),
        duration(redeploy, "every", otherwise.redeployEvery()),
        redeploy.path("perIncident").asInt(otherwise.redeploysPerIncident()),
        duration(settings, "holdFor", otherwise.holdFor()));
  }

  private static EndpointParameter endpoint(JsonNode endpoint) {
    return new EndpointParameter(
        endpoint.path("parameter").textValue(), endpoint.path("byName").textValue());
  }

  private static Consumer consumer(JsonNode consumer) {
    return new Consumer(
        consumer.path("ecsService").textValue(),
        consumer.path("consumer").textValue().equals("envAtStart")
            ? Consumer.Reads.ENV_AT_START
            : Consumer.Reads.RUNTIME_READ,
        consumer.path("redeployConsumers").asBoolean(false));
  }

  private static EnterFallback enter(String word) {
    return switch (word) {
      case "onAlarm" -> EnterFallback.ON_ALARM;
      case "onNameFailure" -> EnterFallback.ON_NAME_FAILURE;
      default -> EnterFallback.NEVER;
    };
  }

  private static Duration duration(JsonNode object, String key, Duration otherwise) {
    return object.optional(key).map(value -> Duration.parse(value.textValue())).orElse(otherwise);
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::textValue);
  }
}
