package ai.hokus.remediation.model;

/** How the configuration names a Cloud Map service. */
public sealed interface CloudMapRef {

  /** By its name in a private DNS namespace: it survives the service's being created anew. */
  record ByName(String namespace, String service) implements CloudMapRef {
    @Override
    public String toString() {
      return service + "." + namespace;
    }
  }

  /**
   * By its ARN, {@code arn:aws:servicediscovery:REGION:ACCOUNT:service/srv-…}: saves the look-up.
   */
  record ByArn(String arn) implements CloudMapRef {
    public String id() {
      return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
      return arn;
    }
  }
}
