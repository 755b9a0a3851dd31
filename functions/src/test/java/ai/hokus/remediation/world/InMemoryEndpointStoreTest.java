package ai.hokus.remediation.world;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.EndpointStoreContract;
import ai.hokus.remediation.world.InMemoryEndpointStore.Call;
import org.junit.jupiter.api.Test;

class InMemoryEndpointStoreTest extends EndpointStoreContract {
  private static final String NAME = "/hokusai/development/mlflow/endpoint";

  private final InMemoryEndpointStore store = new InMemoryEndpointStore();

  @Override
  protected EndpointStore store() {
    return store;
  }

  @Override
  protected String make(Parameter.Type type, String value, Snapshot.Kept kept) {
    store.holds(NAME, type, value, kept);
    return NAME;
  }

  @Override
  protected void edit(String parameter, String value) {
    store.holds(parameter, value);
  }

  @Override
  protected void delete(String parameter) {
    store.gone(parameter);
  }

  @Override
  protected void label(String parameter, long version) {
    store.labels(parameter, version);
  }

  @Override
  protected String key() {
    return "alias/hokusai";
  }

  @Override
  protected void disable(String key) {
    store.disables(key);
  }

  @Override
  protected void letFail() {
    store.refuses(Call.values());
  }

  @Override
  protected void loseAnswers() {
    store.losesAnswers();
  }

  @Override
  protected void heal() {
    store.heals();
  }

  @Test
  void letsOthersWriteDirectlyBeforeACall() {
    store.holds(NAME, "http://ours:5000");
    var now = store.read(NAME).orElseThrow();
    store.before(Call.PUT, () -> store.holds(NAME, "http://theirs:5000"));

    assertThat(store.put(Snapshot.of(now, store.kept(now)), "http://10.0.0.1:5000")).isEqualTo(3);
    assertThat(store.valueOf(NAME, 2)).contains("http://theirs:5000");
    assertThat(store.count(Call.PUT)).isEqualTo(1);
  }

  @Test
  void beginsAnewWithWhatIsMadeAnew() {
    store.holds(NAME, "http://ours:5000").holds(NAME, "http://theirs:5000");
    assertThat(store.version(NAME)).isEqualTo(2);

    store.gone(NAME).holds(NAME, "http://theirs:5000");

    assertThat(store.version(NAME)).isEqualTo(1);
  }
}
