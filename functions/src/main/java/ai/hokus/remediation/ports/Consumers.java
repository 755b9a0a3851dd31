package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Reading;
import java.util.Optional;

/** The ECS services that read an endpoint parameter when their containers start. */
public interface Consumers {

  /**
   * The service's tasks and deployments now.
   *
   * @return empty and complete where ECS knows no such service; nothing is thrown
   */
  Reading<Optional<Audience>> look(String ecsService);

  /**
   * Asks ECS for a new deployment with nothing changed ({@code forceNewDeployment} and nothing
   * else), sent once.
   *
   * @return ECS's id of it
   * @throws Unavailable where ECS refused or did not answer; it may have begun one all the same
   */
  String redeploy(String ecsService);
}
