package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.InMemoryChannel;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stands between the program and the world, and looks at every call that changes the world before
 * it does, and at what is left in the end. What the program says of itself is not asked.
 */
final class Judge {
  private final Stage stage;
  private final Interleaving interleaving;
  private final Map<SimulatedInvocation, Knowledge> knowing = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private Optional<SimulatedInvocation> holder = Optional.empty();
  private int writes;
  private long deployed;

  Judge(Stage stage) {
    this.stage = stage;
    this.interleaving = stage.interleaving();
    this.deployed = stage.version();
  }

  List<Breach> breaches() {
    return breaches;
  }

  /** Of which version of the endpoint the consumers were deployed last. */
  long deployed() {
    return deployed;
  }

  /** Goes on from there, where nobody is at work. */
  void begins(long lastDeployed) {
    deployed = lastDeployed;
    knowing.clear();
    holder = Optional.empty();
    breaches.clear();
    writes = 0;
  }

  /** How many calls changed the world, or might have; the ledger's aside. */
  int writes() {
    return writes;
  }

  Hands hands() {
    return new Hands(ledger(), catalog(), registry(), prober(), store(), consumers());
  }

  /** What must be true once everything has settled. */
  void end(Tale tale) {
    var dossier = stage.ledger().dossier(Stage.SERVICE);
    must(6, stage.endpoint().equals(tale.end()), "the endpoint ends at " + stage.endpoint());
    must(10, !stage.ledger().isHeld(Stage.SERVICE), "the lease never came free");
    stage.ledger().threads().forEach(this::hasArrived);
    if (tale.isOver()) {
      must(6, dossier.fallback().isEmpty(), "a fallback is still on file");
      must(10, dossier.incident().isEmpty(), "the incident stays open");
      must(8, registered().containsAll(stage.serving()), "not all who serve are registered");
      must(6, stage.serving().containsAll(ours()), "who has gone is still registered");
    }
    step();
  }

  /** What must be true whenever nobody is at work. */
  void step() {
    for (var thread : stage.ledger().threads()) {
      isWhole(thread);
      stage.channels().forEach(channel -> isInOrder(thread, channel));
    }
  }

  /** Whether the last sweeps over what has settled wrote nothing. */
  void rested(boolean hasRested) {
    must(7, hasRested, "something is written where nothing changed");
  }

  private void isWhole(String thread) {
    var numbers = stage.ledger().messages(thread).stream().map(Message::number).toList();
    must(
        12,
        numbers.equals(IntStream.rangeClosed(1, numbers.size()).boxed().toList()),
        "of " + thread + " there are the messages " + numbers);
  }

  private void isInOrder(String thread, InMemoryChannel channel) {
    var numbers = channel.numbers(thread);
    must(
        10,
        numbers.equals(IntStream.rangeClosed(1, numbers.size()).boxed().toList()),
        "of " + thread + " there came to " + channel.name() + " " + numbers);
  }

  private void hasArrived(String thread) {
    int last = stage.ledger().messages(thread).size();
    stage
        .channels()
        .forEach(channel ->
            must(
                10,
                channel.numbers(thread).size() == last,
                "of %d messages of %s there came to %s %s"
                    .formatted(last, thread, channel.name(), channel.numbers(thread))));
  }

  // What the world sees.

  private DelegatingLedger ledger() {
    return new DelegatingLedger(stage.ledger()) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        var turn = super.take(service, until, latest);
        if (turn instanceof Turn.Taken(var lease)) {
          begins(lease.holds());
        }
        return turn;
      }

      @Override
      public Optional<Lease> renew(Lease lease, Memory memory) {
        var renewed = super.renew(lease, memory);
        renewed.ifPresent(held -> begins(held.holds()));
        return renewed;
      }

      @Override
      public Return giveBack(Lease lease, Memory memory) {
        return super.giveBack(lease, memory);
      }

      @Override
      public void leave(Lease lease, Memory memory) {
        super.leave(lease, memory);
      }

      @Override
      public void file(Lease lease, Entry entry) {
        super.file(lease, entry);
      }
    };
  }

  private TaskCatalog catalog() {
    return new TaskCatalog() {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return heard(stage.world().service(ecsService));
      }

      @Override
      public Reading<Set<TaskId>> running(String ecsService) {
        return heard(stage.world().running(ecsService));
      }

      @Override
      public Reading<Tasks> describe(Collection<TaskId> ids) {
        return heard(stage.world().describe(ids));
      }
    };
  }

  private Registry registry() {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "register" -> registers((Registration) arguments[1]);
                case "remove" -> removes((Instance.Removable) arguments[1]);
                case "pushHealth" -> writes("a health mark");
                default -> {
                  // It only reads.
                }
              }
              try {
                var answer = method.invoke(stage.world(), arguments);
                return answer instanceof Reading<?> reading ? heard(reading) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Prober prober() {
    return question -> {
      Answer answer = stage.world().ask(question);
      knowledge().ifPresent(known -> known.hears(answer));
      return answer;
    };
  }

  private EndpointStore store() {
    return new EndpointStore() {
      @Override
      public Optional<Parameter> read(String parameter) {
        return stage.store().read(parameter);
      }

      @Override
      public Snapshot.Kept kept(Parameter now) {
        return stage.store().kept(now);
      }

      @Override
      public long put(Snapshot before, String value) {
        puts(value);
        return stage.store().put(before, value);
      }

      @Override
      public Optional<String> valueOf(String parameter, long version) {
        return stage.store().valueOf(parameter, version);
      }
    };
  }

  private Consumers consumers() {
    return new Consumers() {
      @Override
      public Reading<Optional<Audience>> look(String ecsService) {
        return stage.consumers().look(ecsService);
      }

      @Override
      public String redeploy(String ecsService) {
        writes("a deployment");
        must(
            9,
            stage.version() > deployed,
            ecsService + " is deployed, and the endpoint is what it was at the last time");
        deployed = stage.version();
        return stage.consumers().redeploy(ecsService);
      }
    };
  }

  // What they are judged by.

  private void begins(Holds holds) {
    holder = Optional.of(interleaving.current());
    knowing.put(interleaving.current(), new Knowledge(holds));
  }

  private void registers(Registration registration) {
    writes("a registration");
    isNobodys(registration.task().value());
  }

  private void removes(Instance.Removable instance) {
    writes("a withdrawal");
    isNobodys(instance.id());
    must(
        2,
        !stage.isServing(instance.id()) || isAsked(Hold.Kind.RELEASE),
        instance.id() + " serves, and is withdrawn");
    must(
        3,
        knowledge().filter(Knowledge::isIncomplete).isEmpty(),
        instance.id() + " is withdrawn after an incomplete read");
  }

  private void puts(String value) {
    writes("the endpoint");
    var fallback = stage.ledger().dossier(Stage.SERVICE).fallback();
    must(5, fallback.isPresent(), "nothing is on file of what is written over");
    must(
        5,
        fallback.filter(file -> file.underway().isPresent()).isPresent(),
        "what is written was not written down before");
    must(
        5,
        fallback.flatMap(file -> file.before().value()).filter(stage::isPeoples).isPresent(),
        "what is on file was never there");
    var address = new EndpointValue(value).address();
    if (address.isPresent() && !stage.isPeoples(value)) {
      pins(address.get());
    }
  }

  private void pins(Ipv4 address) {
    must(
        4,
        knowledge().filter(known -> known.isVerified(address)).isPresent(),
        address + " did not answer in this pass");
    boolean isEntry = stage.isPeoples(stage.endpoint());
    must(
        8,
        !isEntry
            || knowledge().filter(Knowledge::isNameGood).isEmpty()
            || isAsked(Hold.Kind.FALLBACK),
        "the endpoint leaves a name that works");
  }

  /** Whatever it is, it is changed by who may, and while nobody asked for a pause. */
  private void writes(String what) {
    writes++;
    must(
        10,
        holder.equals(Optional.of(interleaving.current())),
        what + " is written without the lease");
    must(
        11,
        !isAsked(Hold.Kind.PAUSE) || isAsked(Hold.Kind.RESTORE) || isAsked(Hold.Kind.FALLBACK),
        what + " is written in a pause");
  }

  private void isNobodys(String id) {
    must(
        1,
        others().stream().noneMatch(instance -> instance.id().equals(id)),
        "the instance " + id + " is not ours");
  }

  private List<Instance> others() {
    return stage.world().instances().stream()
        .filter(instance -> !(instance instanceof Instance.Ours))
        .toList();
  }

  private Set<String> registered() {
    return stage.world().instances().stream().map(Instance::id).collect(Collectors.toSet());
  }

  private Set<String> ours() {
    return stage.world().instances().stream()
        .filter(Instance.Ours.class::isInstance)
        .map(Instance::id)
        .collect(Collectors.toSet());
  }

  private boolean isAsked(Hold.Kind kind) {
    return knowledge().filter(known -> known.isAsked(kind, stage.world().instant())).isPresent();
  }

  private <T> Reading<T> heard(Reading<T> reading) {
    knowledge().ifPresent(known -> known.reads(reading));
    return reading;
  }

  private Optional<Knowledge> knowledge() {
    return Optional.ofNullable(knowing.get(interleaving.current()));
  }

  private void must(int rule, boolean holds, String otherwise) {
    if (!holds) {
      breaches.add(new Breach(rule, otherwise));
    }
  }
}
