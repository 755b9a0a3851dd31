package ai.hokus.remediation.doorbell;

import static ai.hokus.remediation.doorbell.EventJson.malformed;

import ai.hokus.remediation.doorbell.Doorbell.Elsewhere;
import ai.hokus.remediation.doorbell.Doorbell.RingsByAlarm;
import ai.hokus.remediation.model.Guard;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the event of a CloudWatch alarm, metric or composite, in both envelopes:
 *
 * <pre>
 *                   | through EventBridge            | the alarm's own Lambda action
 * ------------------+--------------------------------+------------------------------
 * known by          | detail-type: … State Change    | alarmData
 * of whose account  | account                        | accountId
 * the alarm's name  | detail.alarmName               | alarmData.alarmName
 * </pre>
 *
 * <p>Its name is all that is taken. The state, which may be the same as the one before it, is
 * CloudWatch's to tell when it is asked. The ARN is not looked at: AWS's own sample of a composite
 * alarm has one of another name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html">Alarm
 *     events and EventBridge</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html">Invoke
 *     a Lambda function from an alarm</a>
 */
public final class AlarmReader {
  private final Guard guard;

  public AlarmReader(Guard guard) {
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
    if (!source.textValue().equals("aws.cloudwatch")) {
      return new Elsewhere("an event that CloudWatch did not send");
    }
    if (event.has("alarmData")) {
      return ofAlarm(event, "accountId", "alarmData");
    }
    var kind = event.path("detail-type");
    if (!kind.isTextual()) {
      return malformed("$.detail-type", kind, "text, or alarmData in its place");
    }
    return switch (kind.textValue()) {
      case "CloudWatch Alarm State Change" -> ofAlarm(event, "account", "detail");
      // Among them the change of an alarm's configuration: nothing has happened to anybody.
      default -> new Elsewhere("a CloudWatch event of another kind");
    };
  }

  private Doorbell ofAlarm(JsonNode event, String accountField, String bodyField) {
    var account = event.path(accountField);
    if (!account.isTextual()) {
      return malformed("$." + accountField, account, "text");
    }
    var region = event.path("region");
    if (!region.isTextual()) {
      return malformed("$.region", region, "text");
    }
    if (!account.textValue().equals(guard.account())) {
      return new Elsewhere("an alarm of another account");
    }
    if (!region.textValue().equals(guard.region())) {
      return new Elsewhere("an alarm of another Region");
    }
    var body = event.path(bodyField);
    if (!body.isObject()) {
      return malformed("$." + bodyField, body, "an object");
    }
    var name = body.path("alarmName");
    return name.isTextual() && RingsByAlarm.isAlarmName(name.textValue())
        ? new RingsByAlarm(name.textValue())
        : malformed("$." + bodyField + ".alarmName", name, "the name of an alarm");
  }
}
