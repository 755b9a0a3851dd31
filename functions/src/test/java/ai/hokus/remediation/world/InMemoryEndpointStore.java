package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Unavailable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * SSM's parameters in memory: it keeps the port's promises, can be told to refuse, and counts what
 * it is asked. Others write whenever a test says so, also directly before a call.
 */
public final class InMemoryEndpointStore implements EndpointStore {

  /** What the store can be asked; each kind can be refused, and is counted. */
  public enum Call {
    READ,
    KEPT,
    PUT,
    VALUE_OF
  }

  /** The key of who names none. */
  private static final String DEFAULT_KEY = "alias/aws/ssm";

  private static final int VERSIONS_KEPT = 100;

  private final Map<String, Entry> entries = new TreeMap<>();
  private final Set<String> disabledKeys = new HashSet<>();
  private final Set<Call> refused = EnumSet.noneOf(Call.class);
  private final Map<Call, Integer> counted = new EnumMap<>(Call.class);
  private final Map<Call, Runnable> before = new HashMap<>();
  private boolean losesAnswers;
  private boolean isReadLate;
  private boolean isPutLate;
  private Optional<Runnable> arriving = Optional.empty();

  private record Version(long number, String value, Snapshot.Kept kept) {}

  /** What stands under one name, the oldest version first. */
  private static final class Entry {
    private final Parameter.Type type;
    private final Deque<Version> versions = new ArrayDeque<>();
    private final Set<Long> labelled = new HashSet<>();

    private Entry(Parameter.Type type) {
      this.type = type;
    }

    private Version newest() {
      return versions.getLast();
    }

    private long add(String value, Snapshot.Kept kept) {
      if (versions.size() == VERSIONS_KEPT) {
        if (labelled.contains(versions.getFirst().number())) {
          throw new Unavailable("the oldest version has a label: ParameterMaxVersionLimitExceeded");
        }
        versions.removeFirst();
      }
      long number = versions.isEmpty() ? 1 : newest().number() + 1;
      versions.add(new Version(number, value, kept));
      return number;
    }

    private Optional<Version> version(long number) {
      return versions.stream().filter(version -> version.number() == number).findFirst();
    }
  }

  // What the store is told.

  /** A parameter without anything special; where there is one, somebody else's edit. */
  public synchronized InMemoryEndpointStore holds(String parameter, String value) {
    return entries.containsKey(parameter)
        ? edited(parameter, value)
        : holds(parameter, Parameter.Type.STRING, value, Snapshot.Kept.NOTHING);
  }

  /** A new parameter, whatever was under its name before. */
  public synchronized InMemoryEndpointStore holds(
      String parameter, Parameter.Type type, String value, Snapshot.Kept kept) {
    var entry = new Entry(type);
    entry.add(value, completed(type, kept));
    entries.put(parameter, entry);
    return this;
  }

  private InMemoryEndpointStore edited(String parameter, String value) {
    var entry = entries.get(parameter);
    entry.add(value, entry.newest().kept());
    return this;
  }

  public synchronized InMemoryEndpointStore gone(String parameter) {
    entries.remove(parameter);
    return this;
  }

  /** Somebody puts a label on a version: it cannot be dropped any more. */
  public synchronized InMemoryEndpointStore labels(String parameter, long version) {
    entries.get(parameter).labelled.add(version);
    return this;
  }

  /** What was encrypted with the key cannot be read any more, and nothing can be encrypted. */
  public synchronized InMemoryEndpointStore disables(String key) {
    disabledKeys.add(key);
    return this;
  }

  /** Something happens directly before the next call of this kind, once. */
  public synchronized InMemoryEndpointStore before(Call call, Runnable happens) {
    before.put(call, happens);
    return this;
  }

  /** From now on these calls fail, and have no effect. */
  public synchronized InMemoryEndpointStore refuses(Call... calls) {
    refused.addAll(List.of(calls));
    return this;
  }

  /** From now on every put takes effect, and nobody is told so. */
  public synchronized InMemoryEndpointStore losesAnswers() {
    losesAnswers = true;
    return this;
  }

  /** The first read after the next put shows what was there before it. */
  public synchronized InMemoryEndpointStore showsOneReadLate() {
    isReadLate = true;
    return this;
  }

  /** The next put is not answered, and takes effect directly after the read that follows it. */
  public synchronized InMemoryEndpointStore arrivesOneReadLate() {
    isPutLate = true;
    return this;
  }

  public synchronized InMemoryEndpointStore heals() {
    refused.clear();
    losesAnswers = false;
    return this;
  }

  // To be taken back to where it was.

  private record State(Map<String, Parameter.Type> types, Map<String, List<Version>> versions) {}

  /** As it is now, for {@link #become}; what it was told to do later aside. */
  public synchronized Object state() {
    var types = new TreeMap<String, Parameter.Type>();
    var versions = new TreeMap<String, List<Version>>();
    entries.forEach((name, entry) -> {
      types.put(name, entry.type);
      versions.put(name, List.copyOf(entry.versions));
    });
    return new State(types, versions);
  }

  /** As it was then. */
  public synchronized void become(Object then) {
    var state = (State) then;
    entries.clear();
    state
        .types()
        .forEach((name, type) -> {
          var entry = new Entry(type);
          entry.versions.addAll(state.versions().get(name));
          entries.put(name, entry);
        });
  }

  // What can be asked about it.

  public synchronized int count(Call call) {
    return counted.getOrDefault(call, 0);
  }

  /** The value now, whoever may read it; empty where there is no such parameter. */
  public synchronized Optional<String> value(String parameter) {
    return Optional.ofNullable(entries.get(parameter)).map(entry -> entry.newest().value());
  }

  /** The version now; zero where there is no such parameter. */
  public synchronized long version(String parameter) {
    return Optional.ofNullable(entries.get(parameter))
        .map(entry -> entry.newest().number())
        .orElse(0L);
  }

  /** Of what type it is. */
  public synchronized Parameter.Type type(String parameter) {
    return entries.get(parameter).type;
  }

  /** What is kept with the value now. */
  public synchronized Snapshot.Kept keptWith(String parameter) {
    return entries.get(parameter).newest().kept();
  }

  // The port.

  @Override
  public synchronized Optional<Parameter> read(String parameter) {
    call(Call.READ);
    var read =
        Optional.ofNullable(entries.get(parameter))
            .map(entry -> {
              decrypt(entry.newest());
              return new Parameter(
                  parameter, entry.type, entry.newest().value(), entry.newest().number());
            });
    arriving.ifPresent(Runnable::run);
    arriving = Optional.empty();
    return read;
  }

  @Override
  public synchronized Snapshot.Kept kept(Parameter now) {
    call(Call.KEPT);
    return Optional.ofNullable(entries.get(now.name()))
        .map(Entry::newest)
        .filter(newest -> newest.number() == now.version())
        .map(Version::kept)
        .orElseThrow(() -> new Unavailable("no longer the newest version"));
  }

  @Override
  public synchronized long put(Snapshot snapshot, String value) {
    call(Call.PUT);
    var entry = entries.get(snapshot.parameter());
    if (entry == null) {
      throw new Unavailable("a type is required when a parameter is created");
    }
    var kept = completed(entry.type, snapshot.kept());
    if (kept.allowedPattern().filter(pattern -> !value.matches(pattern)).isPresent()) {
      throw new Unavailable("ParameterPatternMismatch");
    }
    kept.keyId().ifPresent(this::use);
    if (isPutLate || isReadLate) {
      arriving = Optional.of(() -> entry.add(value, kept));
    }
    if (isPutLate) {
      isPutLate = false;
      throw new Unavailable("no answer in 6 s");
    }
    if (isReadLate) {
      isReadLate = false;
      return entry.newest().number() + 1;
    }
    long version = entry.add(value, kept);
    if (losesAnswers) {
      throw new Unavailable("SSM's answer was lost");
    }
    return version;
  }

  @Override
  public synchronized Optional<String> valueOf(String parameter, long version) {
    call(Call.VALUE_OF);
    return Optional.ofNullable(entries.get(parameter))
        .flatMap(entry -> entry.version(version))
        .map(this::decrypt);
  }

  private String decrypt(Version version) {
    version.kept().keyId().ifPresent(this::use);
    return version.value();
  }

  private void use(String key) {
    if (disabledKeys.contains(key)) {
      throw new Unavailable("the key is disabled: " + key);
    }
  }

  /** As SSM fills in what nobody says. */
  private static Snapshot.Kept completed(Parameter.Type type, Snapshot.Kept said) {
    return new Snapshot.Kept(
        type == Parameter.Type.SECURE_STRING
            ? said.keyId().or(() -> Optional.of(DEFAULT_KEY))
            : Optional.empty(),
        said.tier().or(() -> Optional.of("Standard")),
        said.dataType().or(() -> Optional.of("text")),
        said.allowedPattern(),
        said.policies());
  }

  private void call(Call call) {
    counted.merge(call, 1, Integer::sum);
    Optional.ofNullable(before.remove(call)).ifPresent(Runnable::run);
    if (refused.contains(call)) {
      throw new Unavailable("SSM refuses every " + call);
    }
  }
}
