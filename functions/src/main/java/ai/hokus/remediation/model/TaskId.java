package ai.hokus.remediation.model;

import java.util.regex.Pattern;

/**
 * The id of an ECS task: the last segment of its ARN. It is also the id under which the task stands
 * in Cloud Map, whether ECS or this program registered it.
 *
 * @param value 32 hexadecimal digits, or a UUID for tasks of old; kept to what Cloud Map takes as
 *     an instance id
 * @see <a href="https://docs.aws.amazon.com/cloud-map/latest/api/API_RegisterInstance.html">Cloud
 *     Map RegisterInstance, InstanceId</a>
 */
public record TaskId(String value) implements Comparable<TaskId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z_:.@-]{1,64}");

  /** 32 hexadecimal digits, or a UUID in the format before 2018. */
  private static final Pattern GIVEN_BY_ECS =
      Pattern.compile("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public TaskId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a task id: \"" + Text.brief(value) + "\"");
    }
  }

  /** Reads a task ARN, with the cluster's segment or, as old ones are, without; or a bare id. */
  public static TaskId ofArn(String arn) {
    return new TaskId(arn.substring(arn.lastIndexOf('/') + 1));
  }

  /**
   * Whether it has the form of the ids that ECS gives. DescribeTasks refuses a whole question for
   * one id that it cannot read (<em>taskId length should be one of [32,36]</em>), and anybody can
   * give an instance such an id.
   */
  public boolean canBeAskedAbout() {
    return GIVEN_BY_ECS.matcher(value).matches();
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
