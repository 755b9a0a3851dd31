package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What each port says of a call that was refused, or of which nobody knows what it did. */
final class Refusals {
  private Refusals() {}

  /**
   * What the call is answered.
   *
   * @param isCertain whether it is known to have had no effect
   */
  static Object answer(PortCall call, String why, boolean isCertain) {
    return switch (call.method().getName()) {
      case "service", "look" -> new Reading.Partial<>(Optional.empty(), why);
      case "running" -> new Reading.Partial<>(Set.of(), why);
      case "describe" -> new Reading.Partial<>(Tasks.NONE, why);
      case "list" -> new Reading.Partial<>(new Listing.Unread(), why);
      case "alarms" -> new Reading.Partial<>(List.of(), why);
      case "ask" -> Answer.unasked((Question) call.arguments().getFirst(), why);
      case "register", "remove" -> refused(why, isCertain);
      case "send" -> new Channel.Delivery.TryAgain(Optional.empty(), why);
      case "getItem", "updateItem", "transactWriteItems", "scan" ->
          throw SdkClientException.create(why);
      default -> throw new Unavailable(why);
    };
  }

  private static Operation refused(String why, boolean isCertain) {
    if (isCertain) {
      return new Operation.Refused(why);
    }
    throw new Unavailable(why);
  }
}
