package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.GuardedService;

/**
 * What to write so that a Cloud Map service that is gone comes back. Terraform owns it, so the
 * program only says the words.
 *
 * @see <a
 *     href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/service_discovery_service">aws_service_discovery_service</a>
 */
final class CloudMapTerraform {
  private CloudMapTerraform() {}

  /** Where the configuration names the service by its ARN, its name is gone with it: then none. */
  static String of(GuardedService service) {
    return switch (service.cloudMap()) {
      case CloudMapRef.ByName(String namespace, String name) ->
          """
          . Its Terraform, if it had A records:
          resource "aws_service_discovery_service" "%1$s" {
            name = "%1$s"
            dns_config {
              namespace_id   = aws_service_discovery_private_dns_namespace.this.id # %2$s
              routing_policy = "MULTIVALUE"
              dns_records {
                type = "A"
                ttl  = 10
              }
            }
            health_check_custom_config {
              failure_threshold = 1
            }
          }
          and in the ECS service %3$s:
          service_registries {
            registry_arn = aws_service_discovery_service.%1$s.arn
          }\
          """
              .formatted(name, namespace, service.ecsService());
      case CloudMapRef.ByArn _ ->
          ". Make it anew (Terraform: aws_service_discovery_service with its dns_config), then put its"
              + " new ARN into the configuration and into service_registries of ECS service "
              + service.ecsService();
    };
  }
}
