package ai.hokus.remediation.proof;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.aws.InATable;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryOutbox;
import ai.hokus.remediation.world.InMemoryTable;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What the program writes down, and what can be seen of that from outside. */
sealed interface Books {

  /** In what it is written down. */
  enum In {
    /** A ledger that keeps its promise as it is: each call is a step. */
    MEMORY(""),
    /** The ledger of production, of a table: each call of that is a step, too. */
    A_TABLE("InATable"),
    /** The same, as if it asked for no condition. */
    A_CARELESS_TABLE("InACarelessTable");

    private final String suffix;

    In(String suffix) {
      this.suffix = suffix;
    }

    /** {@code nameLostInATable}: a tale whose books are kept so. */
    String of(Tale tale) {
      return tale.name() + suffix;
    }

    /** In what the books of a tale are kept that is called so. */
    static In named(String name) {
      return Stream.of(A_TABLE, A_CARELESS_TABLE)
          .filter(each -> name.endsWith(each.suffix))
          .findFirst()
          .orElse(MEMORY);
    }

    /** The tale that is called so. */
    Tale tale(String name) {
      return Tale.named(name.substring(0, name.length() - suffix.length()));
    }

    Books kept(Interleaving by) {
      return switch (this) {
        case MEMORY -> new InMemory(by);
        case A_TABLE -> new OfATable(by, new InMemoryTable());
        case A_CARELESS_TABLE -> new OfATable(by, new InMemoryTable().isCareless());
      };
    }
  }

  /** As the program has it. */
  Ledger ledger();

  /** As the program has it. */
  Outbox outbox();

  /** As a person has it, whose calls are no steps. */
  Ledger byHand();

  Dossier dossier(String service);

  /** What is remembered of a service. */
  Memory memory(String service);

  /** The ids of the operations that are remembered of a service, and will be asked about. */
  default Set<String> underway(String service) {
    return memory(service).unproven().values().stream()
        .flatMap(sent -> sent.underway().stream())
        .map(underway -> underway.operation().id())
        .collect(toSet());
  }

  void hasOnFile(String service, Dossier dossier);

  boolean isHeld(String service);

  /** The outbox's threads. */
  List<String> threads();

  /** What was filed of a thread, in the order of the messages' numbers. */
  List<Message> messages(String thread);

  /** The threads in which something waits. */
  List<String> waiting();

  /** From now on no call about the ledger is answered, of a table no other either; or all are. */
  void breaks(boolean isSo);

  /** As they are now, for {@link #become}. */
  Object state();

  /** Books of which this is equal go on alike. */
  Object alike();

  /** As they were then. */
  void become(Object then);

  /** Of a ledger and an outbox in memory. */
  final class InMemory implements Books {
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryLedger ledger;

    private InMemory(Interleaving by) {
      ledger = new InMemoryLedger(by.clock(), Sample.GUARD.owner()).fills(outbox);
    }

    @Override
    public Ledger ledger() {
      return ledger;
    }

    @Override
    public Outbox outbox() {
      return outbox;
    }

    @Override
    public Ledger byHand() {
      return ledger;
    }

    @Override
    public Dossier dossier(String service) {
      return ledger.dossier(service);
    }

    @Override
    public Memory memory(String service) {
      return ledger.memory(service);
    }

    @Override
    public void hasOnFile(String service, Dossier dossier) {
      ledger.hasOnFile(service, dossier);
    }

    @Override
    public boolean isHeld(String service) {
      return ledger.isHeld(service);
    }

    @Override
    public List<String> threads() {
      return ledger.threads();
    }

    @Override
    public List<Message> messages(String thread) {
      return ledger.messages(thread);
    }

    @Override
    public List<String> waiting() {
      return outbox.waiting();
    }

    @Override
    public void breaks(boolean isSo) {
      if (isSo) {
        ledger.refuses(Access.READ).refuses(Access.WRITE);
      } else {
        ledger.heals();
      }
    }

    @Override
    public Object state() {
      return Map.entry(ledger.state(), outbox.state());
    }

    @Override
    public Object alike() {
      return Map.entry(ledger.alike(), outbox.alike());
    }

    @Override
    public void become(Object then) {
      var both = (Map.Entry<?, ?>) then;
      ledger.become(both.getKey());
      outbox.become(both.getValue());
    }
  }

  /** Of production's ledger and outbox, over a table in memory. */
  final class OfATable implements Books {
    private final InMemoryTable table;
    private final AtomicLong holders = new AtomicLong();
    private final Interleaving by;
    private final Table stepping;

    private OfATable(Interleaving by, InMemoryTable table) {
      this.by = by;
      this.table = table;
      stepping = by.stepping(Table.class, table);
      by.madeOfSteps(Ledger.class);
      by.madeOfSteps(Outbox.class);
    }

    /** A new one each time, as a function has that begins cold. */
    @Override
    public Ledger ledger() {
      return over(stepping);
    }

    private Ledger over(Table some) {
      return InATable.ledger(
          some, Sample.GUARD.owner(), by.clock(), () -> "holder-" + holders.incrementAndGet());
    }

    @Override
    public Outbox outbox() {
      return InATable.outbox(stepping);
    }

    @Override
    public Ledger byHand() {
      return over(table);
    }

    @Override
    public Dossier dossier(String service) {
      return InATable.dossier(table, service);
    }

    @Override
    public Memory memory(String service) {
      return InATable.memory(table, service);
    }

    @Override
    public void hasOnFile(String service, Dossier dossier) {
      InATable.hasOnFile(table, service, dossier);
    }

    @Override
    public boolean isHeld(String service) {
      return InATable.isHeld(table, service, by.clock().instant());
    }

    @Override
    public List<String> threads() {
      return InATable.threads(table);
    }

    @Override
    public List<Message> messages(String thread) {
      return InATable.filed(table, thread);
    }

    @Override
    public List<String> waiting() {
      return InATable.waiting(table);
    }

    @Override
    public void breaks(boolean isSo) {
      table.breaks(isSo);
    }

    @Override
    public Object state() {
      return table.state();
    }

    @Override
    public Object alike() {
      return table.alike();
    }

    @Override
    public void become(Object then) {
      table.become(then);
    }
  }
}
