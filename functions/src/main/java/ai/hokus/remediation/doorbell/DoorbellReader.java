package ai.hokus.remediation.doorbell;

import static ai.hokus.remediation.doorbell.EventJson.malformed;

import ai.hokus.remediation.doorbell.Doorbell.Elsewhere;
import ai.hokus.remediation.doorbell.Doorbell.Rings;
import ai.hokus.remediation.model.Guard;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an event as EventBridge delivers it.
 *
 * <p>Only the fields that lead to a service are looked at. Whatever else stands in the event, a
 * status or a launch type that nobody knows yet, a megabyte of reasons, is passed over.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html">Amazon
 *     ECS events</a>
 */
public final class DoorbellReader {
  private static final Pattern CLUSTER_ARN =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[a-zA-Z0-9_-]{1,255}");

  /** With the cluster's segment or, as the ARNs of old services are, without. */
  private static final Pattern SERVICE_ARN =
      Pattern.compile(
          "(?<home>arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}):service/"
              + "(?:(?<cluster>[a-zA-Z0-9_-]{1,255})/)?(?<service>[a-zA-Z0-9_-]{1,255})");

  private static final String SERVICE_GROUP = "service:";

  private final Guard guard;

  public DoorbellReader(Guard guard) {
    this.guard = guard;
  }

  /**
   * Reads the stream to its end.
   *
   * @throws IOException if the stream itself fails; never for what it holds
   */
  public Doorbell read(InputStream event) throws IOException {
    return read(event.readAllBytes());
  }

  /** Never throws, whatever the bytes are. */
  public Doorbell read(byte[] event) {
    return EventJson.read(event, this::ofEnvelope);
  }

  private Doorbell ofEnvelope(JsonNode event) {
    var source = event.path("source");
    if (!source.isTextual()) {
      return malformed("$.source", source, "text");
    }
    var kind = event.path("detail-type");
    if (!kind.isTextual()) {
      return malformed("$.detail-type", kind, "text");
    }
    if (!source.textValue().equals("aws.ecs")) {
      return new Elsewhere("an event that ECS did not send");
    }
    return switch (kind.textValue()) {
      case "ECS Task State Change" -> ofTask(event.path("detail"));
      case "ECS Service Action", "ECS Deployment State Change" -> ofService(event);
      default -> new Elsewhere("an ECS event of another kind");
    };
  }

  private Doorbell ofTask(JsonNode detail) {
    if (!detail.isObject()) {
      return malformed("$.detail", detail, "an object");
    }
    var cluster = detail.path("clusterArn");
    if (!cluster.isTextual() || !CLUSTER_ARN.matcher(cluster.textValue()).matches()) {
      return malformed("$.detail.clusterArn", cluster, "the ARN of an ECS cluster");
    }
    if (!cluster.textValue().equals(guard.clusterArn())) {
      return new Elsewhere("a task of another cluster");
    }
    var group = detail.path("group");
    if (!group.isTextual()) {
      return malformed("$.detail.group", group, "text");
    }
    if (!group.textValue().startsWith(SERVICE_GROUP)) {
      return new Elsewhere("a task that no service started");
    }
    var service = group.textValue().substring(SERVICE_GROUP.length());
    return Rings.isServiceName(service)
        ? new Rings(service)
        : malformed("$.detail.group", group, "service: and the name of an ECS service");
  }

  private Doorbell ofService(JsonNode event) {
    var resources = event.path("resources");
    if (!resources.isArray()) {
      return malformed("$.resources", resources, "a list with the ARN of an ECS service");
    }
    var resource = resources.path(0);
    var arn = SERVICE_ARN.matcher(resource.isTextual() ? resource.textValue() : "");
    if (!arn.matches()) {
      return malformed("$.resources[0]", resource, "the ARN of an ECS service");
    }
    // An old ARN names no cluster; the event's own word helps, and a deployment's has none. Then we
    // look: a service that is not ours is not in the configuration, and looking changes nothing.
    var cluster =
        Optional.ofNullable(arn.group("cluster"))
            .map(name -> arn.group("home") + ":cluster/" + name)
            .or(() -> event.path("detail").optional("clusterArn").map(JsonNode::textValue));
    var ours = guard.clusterArn();
    return ours.startsWith(arn.group("home") + ":") && cluster.map(ours::equals).orElse(true)
        ? new Rings(arn.group("service"))
        : new Elsewhere("a service of another cluster");
  }
}
