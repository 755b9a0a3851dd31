package ai.hokus.remediation.world;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What calls to the outside are called, and what can become of which. */
public final class CallKinds {
  /** Reads that may show what was: the lists and parameters of AWS are consistent in the end. */
  private static final Set<String> BELATED =
      Set.of(
          "TaskCatalog.service",
          "TaskCatalog.running",
          "Registry.list",
          "EndpointStore.read",
          "Consumers.look");

  /**
   * They change what the program looks after; what follows one of them is later, by every clock.
   */
  private static final Set<String> LASTING =
      Set.of(
          "Registry.register",
          "Registry.remove",
          "Registry.pushHealth",
          "EndpointStore.put",
          "Consumers.redeploy");

  /** While these are made, time passes for all. */
  private static final Set<String> TAKES_TIME = Set.of("Registry.follow", "Registry.awaitTurn");

  /** They change nothing; a question for a name plants the same answer whoever asks it. */
  private static final Set<String> READS =
      Set.of(
          "TaskCatalog.service",
          "TaskCatalog.running",
          "TaskCatalog.describe",
          "Registry.list",
          "Registry.find",
          "Registry.knows",
          "Prober.ask",
          "EndpointStore.read",
          "EndpointStore.kept",
          "EndpointStore.valueOf",
          "Consumers.look",
          "AlarmBoard.alarms",
          "Ledger.onFile",
          "Ledger.estates",
          "Ledger.incident",
          "Ledger.holdsOnEvery",
          "Ledger.hasReached",
          "Outbox.read",
          "Outbox.forgotten",
          "Bookmark.read",
          "Table.getItem",
          "Table.scan");

  private static final String UPDATE = "Table.updateItem";

  /** It has a token, by which DynamoDB answers a second one as it did the first. */
  private static final String TRANSACTION = "Table.transactWriteItems";

  private static final Map<Method, String> NAMES = new ConcurrentHashMap<>();

  private CallKinds() {}

  /** All that are told apart here, but for those of tables. */
  static Set<String> ofPorts() {
    return Stream.of(TAKES_TIME, READS, BELATED, LASTING)
        .flatMap(Set::stream)
        .filter(name -> !name.startsWith("Table."))
        .collect(Collectors.toSet());
  }

  /** {@code TaskCatalog.describe}. */
  public static String name(Method call) {
    return NAMES.computeIfAbsent(
        call, _ -> call.getDeclaringClass().getSimpleName() + "." + call.getName());
  }

  /** Whether a call of this name may show what it showed before. */
  public static boolean isBelated(String name) {
    return BELATED.contains(name);
  }

  /** Whether time passes for all while a call of this name is made. */
  public static boolean takesTime(String name) {
    return TAKES_TIME.contains(name);
  }

  /** Whether a call of this name changes nothing. */
  public static boolean isRead(String name) {
    return READS.contains(name);
  }

  /** Whether it changes something, if it were but what is on file. */
  public static boolean isWrite(String name) {
    return !isRead(name) && !takesTime(name);
  }

  /** Whether a call of this name changes what the program looks after. */
  public static boolean isLasting(String name) {
    return LASTING.contains(name);
  }

  /** Whether a call of this name can be overtaken: its conditions refuse what comes too late. */
  public static boolean canBeOvertaken(String name) {
    return name.equals(UPDATE) || name.equals(TRANSACTION);
  }

  /** Whether a call of this name can be answered otherwise when it is sent again. */
  public static boolean canBeSentTwice(String name) {
    return name.equals(UPDATE);
  }
}
