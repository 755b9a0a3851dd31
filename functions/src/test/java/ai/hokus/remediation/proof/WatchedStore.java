package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.ports.EndpointStore;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The endpoints; somebody is told of every put before it is made. */
final class WatchedStore implements EndpointStore {
  private final EndpointStore store;
  private final BiConsumer<Snapshot, String> puts;

  /**
   * Over a store.
   *
   * @param puts told of what is written down of the parameter, and of the value
   */
  WatchedStore(EndpointStore store, BiConsumer<Snapshot, String> puts) {
    this.store = store;
    this.puts = puts;
  }

  @Override
  public Optional<Parameter> read(String parameter) {
    return store.read(parameter);
  }

  @Override
  public Snapshot.Kept kept(Parameter now) {
    return store.kept(now);
  }

  @Override
  public long put(Snapshot before, String value) {
    puts.accept(before, value);
    return store.put(before, value);
  }

  @Override
  public Optional<String> valueOf(String parameter, long version) {
    return store.valueOf(parameter, version);
  }
}
