package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Incident;

/**
 * The commands that messages end with, to be pasted as they are.
 *
 * @param rollback the function that takes people's requests: its name, or the ARN of its alias
 */
public record Commands(String rollback) {

  /** Reverses what is still as the incident left it, and has it not done again. */
  public String undo(Incident incident) {
    return invoke(incident.service(), "undo", ", \"incident\": \"" + incident.id() + "\"");
  }

  /** Withdraws our instances, where ECS's own answer for the service. */
  public String release(String service) {
    return invoke(service, "release", "");
  }

  /** The same by force; of what this program does not reach any more, it knows nothing then. */
  String forget(String service) {
    return invoke(service, "release", ", \"force\": true, \"for\": \"PT1H\"");
  }

  /** Ends what was asked for, and what the program asked for itself. */
  public String resume(String service) {
    return invoke(service, "resume", "");
  }

  /** Has the endpoint by its name again, once that is good. */
  public String restore(String service) {
    return invoke(service, "restore", "");
  }

  /** Has nothing written until somebody resumes. */
  public String pause(String service) {
    return invoke(service, "pause", "");
  }

  /** Plays a fallback on a parameter that nobody reads. */
  String rehearse(String service) {
    return invoke(service, "rehearse", "");
  }

  /** The names of services and of incidents hold neither quotes nor anything that a shell reads. */
  private String invoke(String service, String action, String more) {
    return "aws lambda invoke --function-name \""
        + rollback
        + "\" --cli-binary-format raw-in-base64-out --payload '{\"service\": \""
        + service
        + "\", \"action\": \""
        + action
        + "\""
        + more
        + "}' /dev/stdout";
  }
}
