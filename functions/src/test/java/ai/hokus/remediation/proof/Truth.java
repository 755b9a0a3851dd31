package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is so, and what was done and told so far, whatever the program makes of it. */
final class Truth {
  private final NavigableMap<Long, Version> there = new TreeMap<>();
  private final Set<String> peoples = new HashSet<>();
  private final Set<TaskId> serving = new HashSet<>();
  private final Set<TaskId> apart = new HashSet<>();
  private final Set<TaskId> tried = new HashSet<>();
  private final List<Instant> entered = new ArrayList<>();
  private final Map<TaskId, Instant> missing = new HashMap<>();
  private final Map<Ipv4, Instant> down = new HashMap<>();
  private Optional<String> movedFrom = Optional.empty();
  private Optional<Instant> goodSince = Optional.empty();
  private Deployed deployed = new Deployed(0, Instant.MIN);
  private Optional<Repaired> repaired = Optional.empty();
  private final Set<String> incidents = new HashSet<>();

  /** What people wrote to the endpoint, or the program, which put theirs back. */
  private record Version(Parameter.Type type, String value, Snapshot.Kept kept) {}

  /** The last deployment of consumers: of which version of the endpoint, and when. */
  private record Deployed(long version, Instant at) {}

  /** The last registration that was seen to end well. */
  private record Repaired(TaskId task, Instant at) {}

  private record State(
      Map<Long, Version> there,
      Set<String> peoples,
      Set<TaskId> serving,
      Set<TaskId> apart,
      Set<TaskId> tried,
      List<Instant> entered,
      Map<TaskId, Instant> missing,
      Map<Ipv4, Instant> down,
      Optional<String> movedFrom,
      Optional<Instant> goodSince,
      Deployed deployed,
      Optional<Repaired> repaired,
      Set<String> incidents) {}

  /** As it is now, for {@link #become}. */
  Object state() {
    return new State(
        Map.copyOf(there),
        Set.copyOf(peoples),
        Set.copyOf(serving),
        Set.copyOf(apart),
        Set.copyOf(tried),
        List.copyOf(entered),
        Map.copyOf(missing),
        Map.copyOf(down),
        movedFrom,
        goodSince,
        deployed,
        repaired,
        Set.copyOf(incidents));
  }

  /** As it was then. */
  void become(Object then) {
    var state = (State) then;
    replace(there, state.there());
    replace(peoples, state.peoples());
    replace(serving, state.serving());
    replace(apart, state.apart());
    replace(tried, state.tried());
    entered.clear();
    entered.addAll(state.entered());
    replace(missing, state.missing());
    replace(down, state.down());
    movedFrom = state.movedFrom();
    goodSince = state.goodSince();
    deployed = state.deployed();
    repaired = state.repaired();
    replace(incidents, state.incidents());
  }

  private static <T> void replace(Set<T> all, Set<T> then) {
    all.clear();
    all.addAll(then);
  }

  private static <K, V> void replace(Map<K, V> all, Map<K, V> then) {
    all.clear();
    all.putAll(then);
  }

  /** People wrote it, so that nobody has moved it from there; or made it anew. */
  void peopleWrite(long version, Parameter.Type type, String value, Snapshot.Kept kept) {
    if (version == 1) {
      there.clear();
      peoples.clear();
      deployed = new Deployed(0, deployed.at());
    }
    there.put(version, new Version(type, value, kept));
    peoples.add(value);
    movedFrom = Optional.empty();
  }

  /**
   * The program puts it back.
   *
   * @param isForGood if not, it waits by its name; unless it is what others wrote who came between
   */
  void putsBack(long version, Snapshot carried, String value, boolean isForGood) {
    there.put(version, new Version(carried.type(), value, carried.kept()));
    movedFrom =
        movedFrom.filter(from -> !isForGood && (from.equals(value) || value.equals(BY_NAME)));
  }

  /** What people wrote there first, since the parameter was made. */
  String first() {
    return there.firstEntry().getValue().value();
  }

  /** Whether this is what people once wrote there. */
  boolean isPeoples(String value) {
    return peoples.contains(value);
  }

  /**
   * Whether whoever leaves a fallback may put it there: what people wrote, if it is no address;
   * where it was moved from an address, the name.
   */
  boolean isToBePutBack(String value) {
    return movedFrom.filter(Truth::isByAddress).isPresent()
        ? value.equals(BY_NAME)
        : isPeoples(value) && !isByAddress(value);
  }

  private static boolean isByAddress(String value) {
    return new EndpointValue(value).address().isPresent();
  }

  /** Whether just that was there, with all that is kept with it. */
  boolean wasThere(Snapshot snapshot) {
    return Optional.ofNullable(there.get(snapshot.version()))
        .filter(version ->
            snapshot.type() == version.type()
                && snapshot.kept().equals(version.kept())
                && snapshot.hasValueOf(
                    new Parameter(PARAMETER, version.type(), version.value(), snapshot.version())))
        .isPresent();
  }

  /** Whether the program moved it, and neither brought it back nor gave way since. */
  boolean isMoved() {
    return movedFrom.isPresent();
  }

  /** The program moves it from what people wrote there, where its name is broken or not. */
  void moves(String from, boolean isBroken) {
    movedFrom = Optional.of(from);
    goodSince = goodSince.filter(_ -> !isBroken);
  }

  /** An invocation is told that the name is good. */
  void hearsThatTheNameIsGood(Instant at) {
    goodSince = goodSince.or(() -> Optional.of(at));
  }

  /** Whether the name was first called good so long ago, since the endpoint left a bad one. */
  boolean isGoodFor(Duration time, Instant now) {
    return isFor(goodSince, time, now);
  }

  /** The program moves it without being asked to, as it may so often a day. */
  void enters(Instant at) {
    entered.add(at);
  }

  /** How often it did so since then. */
  long entries(Instant since) {
    return entered.stream().filter(since::isBefore).count();
  }

  /** Of which version of the endpoint the consumers were deployed last. */
  long deployedVersion() {
    return deployed.version();
  }

  Instant deployedAt() {
    return deployed.at();
  }

  void deploys(long version, Instant at) {
    deployed = new Deployed(version, at);
  }

  /** It runs and answers. */
  void serves(TaskId task) {
    serving.add(task);
  }

  void servesNoMore(TaskId task) {
    serving.remove(task);
  }

  /** Those that run and answer, whoever knows of them. */
  Set<String> serving() {
    return serving.stream().map(TaskId::value).collect(Collectors.toSet());
  }

  boolean isServing(String task) {
    return serving.contains(new TaskId(task));
  }

  /** It is of a colour that is not in production. */
  void setsApart(TaskId task) {
    apart.add(task);
  }

  void entersProduction(TaskId task) {
    apart.remove(task);
  }

  boolean isApart(TaskId task) {
    return apart.contains(task);
  }

  /** Somebody tries to register it, whatever comes of that. */
  void tries(TaskId task) {
    tried.add(task);
  }

  /** Its registration was seen to end well. */
  void repairs(TaskId task, Instant at) {
    repaired = Optional.of(new Repaired(task, at));
  }

  /** Whether that was said since then of one who still serves. */
  boolean isRepairedSince(Instant then) {
    return repaired
        .filter(last -> last.at().isAfter(then) && serving.contains(last.task()))
        .isPresent();
  }

  /** An incident of this id is open. */
  void opens(String incident) {
    incidents.add(incident);
  }

  /** Those that were open whenever nobody was at work. */
  Set<String> incidents() {
    return Set.copyOf(incidents);
  }

  /** Those that serve in production, and that nobody ever tried to register. */
  Set<TaskId> untried() {
    return serving.stream()
        .filter(task -> !apart.contains(task) && !tried.contains(task))
        .collect(Collectors.toSet());
  }

  /** In answer to a call of whoever asked. */
  void tells(Object answer, Instant at) {
    switch (answer) {
      case Answer heard ->
          heard.verdicts().forEach((address, verdict) -> tell(address, verdict, at));
      case Reading<?> reading when reading.value() instanceof Tasks described -> {
        described.known().forEach(task -> missing.remove(task.id()));
        described.missing().forEach(task -> missing.putIfAbsent(task, at));
      }
      default -> {
        // Nothing that has to be told twice.
      }
    }
  }

  private void tell(Ipv4 address, Verdict verdict, Instant at) {
    switch (verdict) {
      case Verdict.Ok _ -> down.remove(address);
      case Verdict.Down _ -> down.putIfAbsent(address, at);
      default -> {
        // It proves nothing.
      }
    }
  }

  /** Whether ECS said all the time for so long that it knows nothing of it. */
  boolean isMissingFor(TaskId task, Duration time, Instant now) {
    return isFor(Optional.ofNullable(missing.get(task)), time, now);
  }

  /** Whether it refused all the time for so long. */
  boolean isDownFor(Ipv4 address, Duration time, Instant now) {
    return isFor(Optional.ofNullable(down.get(address)), time, now);
  }

  private static boolean isFor(Optional<Instant> since, Duration time, Instant now) {
    return since.filter(begin -> !begin.plus(time).isAfter(now)).isPresent();
  }
}
