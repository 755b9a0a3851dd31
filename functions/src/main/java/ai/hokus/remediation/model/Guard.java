package ai.hokus.remediation.model;

import java.util.regex.Pattern;

/**
 * Who we are: one stack guards the services of one ECS cluster.
 *
 * @param clusterArn {@code arn:aws:ecs:REGION:ACCOUNT:cluster/NAME}
 * @param owner the owner id that marks what this stack registered
 */
public record Guard(String clusterArn, String owner) {
  private static final Pattern CLUSTER_ARN =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[a-zA-Z0-9_-]{1,255}");

  public Guard {
    if (!CLUSTER_ARN.matcher(clusterArn).matches()) {
      throw new IllegalArgumentException(
          "CLUSTER is not the ARN of an ECS cluster: \"" + Text.brief(clusterArn) + "\"");
    }
    if (owner.isBlank()) {
      throw new IllegalArgumentException("OWNER_ID is empty: it marks what this stack registered");
    }
  }

  public String region() {
    return clusterArn.split(":", -1)[3];
  }

  public String account() {
    return clusterArn.split(":", -1)[4];
  }

  /** The ARN of a function beside our cluster. */
  public String functionArn(String name) {
    return clusterArn.substring(0, clusterArn.indexOf(":cluster/")).replace(":ecs:", ":lambda:")
        + ":function:"
        + name;
  }

  public String clusterName() {
    return clusterArn.substring(clusterArn.indexOf('/') + 1);
  }

  /** The same guard, with another mark on what it registers. */
  public Guard marking(String otherOwner) {
    return new Guard(clusterArn, otherOwner);
  }

  /** The ARN of a service of our cluster, in the form with the cluster's segment. */
  public String serviceArn(String ecsService) {
    return clusterArn.replace(":cluster/", ":service/") + "/" + ecsService;
  }
}
