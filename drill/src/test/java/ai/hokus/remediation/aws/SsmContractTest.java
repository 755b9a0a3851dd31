package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.EndpointStoreContract;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ssm.SsmClient;

/** One world for all: every test has a parameter of its own. */
class SsmContractTest extends EndpointStoreContract {
  private static AwsOfTheWorld aws;
  private static EndpointStore store;

  /** As its owners reach it. */
  private static SsmClient ssm;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
    store = aws.aws().endpoints();
    ssm = AwsOfTheWorld.clients().ssm();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @Override
  protected EndpointStore store() {
    return store;
  }

  @Override
  protected String make(Parameter.Type type, String value, Snapshot.Kept kept) {
    var name = "/contract/" + UUID.randomUUID();
    ssm.putParameter(put -> {
      put.name(name).type(type.word()).value(value);
      kept.keyId().ifPresent(put::keyId);
      kept.tier().ifPresent(put::tier);
      kept.dataType().ifPresent(put::dataType);
      kept.allowedPattern().ifPresent(put::allowedPattern);
      kept.policies().ifPresent(put::policies);
    });
    return name;
  }

  @Override
  protected void edit(String parameter, String value) {
    ssm.putParameter(put -> put.name(parameter).value(value).overwrite(true));
  }

  @Override
  protected void delete(String parameter) {
    ssm.deleteParameter(asked -> asked.name(parameter));
  }

  @Override
  protected void label(String parameter, long version) {
    ssm.labelParameterVersion(
        asked -> asked.name(parameter).parameterVersion(version).labels("last-good"));
  }

  @Override
  protected String key() {
    return aws.world().tell("make-key").at("/key").asText();
  }

  @Override
  protected void disable(String key) {
    aws.world().tell("disable-key", key, "on");
  }

  @Override
  protected void letFail() {
    Stream.of("GetParameter", "GetParameterHistory", "PutParameter")
        .forEach(action -> aws.world().tell("throttle", action));
  }

  @Override
  protected void loseAnswers() {
    aws.world().tell("lose-answers", "PutParameter");
  }

  @AfterEach
  @Override
  protected void heal() {
    aws.world().tell("throttle", "off");
    aws.world().tell("lose-answers", "off");
  }
}
