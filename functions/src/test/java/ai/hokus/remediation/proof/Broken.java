package ai.hokus.remediation.proof;

import ai.hokus.remediation.execution.BrokenExecutor;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rules.BrokenEndpointMind;
import ai.hokus.remediation.rules.BrokenMind;
import ai.hokus.remediation.world.Altered;
import ai.hokus.remediation.world.DelegatingRegistry;
import ai.hokus.remediation.world.MistakenRegistry;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The program, broken on purpose: each makes a tempting mistake, and must be caught by a rule.
 *
 * @param in the part of it that makes the mistake
 * @param does the mistake, in words
 * @param rule the number of the rule that it breaks
 */
record Broken(String in, String does, int rule, UnaryOperator<Hands> hands) {
  private static final String READING = "reading";
  private static final String EXECUTOR = "executor";
  private static final String SNAPSHOT = "snapshot";
  private static final String HOLDS = "holds";

  private static final Message REGISTERING =
      new Message(
          "registering",
          1,
          Instant.EPOCH,
          Stage.SERVICE,
          Message.Weight.CHANGE,
          "registering",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  private static final Vigil GOOD_FOR_LONG =
      Vigil.NONE.ofName(Optional.empty(), Optional.of(Instant.EPOCH), 100, Optional.empty());

  static Stream<Broken> all() {
    return Stream.of(inReading(), inThePlanner(), inTheExecutor(), inWhatIsKeptAndTold())
        .flatMap(part -> part);
  }

  private static Stream<Broken> inReading() {
    return Stream.of(
        new Broken(
            READING,
            "takes what is foreign for its own",
            1,
            hands -> hands.registry(new MistakenRegistry(hands.registry(), Broken::ours))),
        new Broken(
            READING,
            "takes a missing task for stopped",
            2,
            hands -> hands.catalog(describing(hands.catalog(), Broken::missingAsStopped))),
        new Broken(
            READING,
            "takes tasks to be described in the order in which it asked",
            2,
            hands -> hands.catalog(describing(hands.catalog(), Broken::mixedUp))),
        new Broken(
            READING,
            "takes whom it could not ask about for stopped",
            3,
            hands -> hands.catalog(describing(hands.catalog(), Broken::unreadAsStopped))),
        new Broken(
            READING,
            "believes that every address answers",
            4,
            hands -> hands.prober(question -> allOk(hands.prober().ask(question)))),
        new Broken(
            READING,
            "asks by the name, and takes it for an answer by the address",
            4,
            hands -> hands.prober(question -> hands.prober().ask(byName(question)))),
        new Broken(
            READING,
            "keeps the address of the first task that it saw",
            4,
            hands -> hands.catalog(describing(hands.catalog(), Broken::atTheFirstAddress))),
        new Broken(
            READING,
            "never sees what it wrote",
            7,
            hands ->
                hands.registry(new MistakenRegistry(hands.registry(), Broken::withoutItsPort))),
        new Broken(
            READING,
            "never hears that the name works",
            8,
            hands -> hands.prober(question -> nameless(hands.prober().ask(question)))),
        new Broken(
            READING,
            "deploys consumers until they look new",
            9,
            hands -> hands.consumers(old(hands.consumers()))));
  }

  /** As {@code rules/} has them, but for who returns too soon: that takes several passes to see. */
  private static Stream<Broken> inThePlanner() {
    return Stream.of(
        planner("overwrites what is not ours", 1),
        planner("empties the name at once", 2),
        planner("drains the last one", 2),
        planner("takes the sick away", 2),
        planner("calls all unhealthy that are", 2),
        planner("takes all that are missing at once", 2),
        planner("trusts its view whatever it sees", 2),
        planner("takes a page for the list", 3),
        planner("takes every deployment for a rolling one", 3),
        planner("writes what is there", 7),
        planner("registers who is down", 8),
        planner("registers tasks under ids of its own, which ECS does not know", 8),
        planner("takes what is listed for what is answered with", 8),
        endpointPlanner("takes it that everybody answers", 4),
        endpointPlanner("takes what it wrote for what was there before", 5),
        endpointPlanner("puts the name there, whatever was there before", 5),
        endpointPlanner("puts back an address that nobody knows any more", 5),
        endpointPlanner("waits for no alarm", 6),
        endpointPlanner("has one task serve for many", 6),
        endpointPlanner("takes following for entering", 6),
        endpointPlanner("stands back for ever", 6),
        endpointPlanner("forgets how often it entered", 6),
        endpointPlanner("forgets that the name was good", 6),
        new Broken(
            "endpoint's planner",
            "returns as soon as the name is good",
            6,
            hands ->
                hands.wits(wits ->
                    wits.endpointPlanner(view ->
                        new EndpointPlanner()
                            .plan(new Altered(view).vigil(GOOD_FOR_LONG).view())))),
        endpointPlanner("takes a put that nobody heard of for one that was not made", 6),
        endpointPlanner("gives a registration no time", 8),
        endpointPlanner("makes a parameter anew that is gone", 9),
        endpointPlanner("enters although a person had it undone", 11));
  }

  private static Broken planner(String does, int rule) {
    return new Broken(
        "planner", does, rule, hands -> hands.wits(wits -> wits.planner(BrokenMind.planner(does))));
  }

  private static Broken endpointPlanner(String does, int rule) {
    return new Broken(
        "endpoint's planner",
        does,
        rule,
        hands -> hands.wits(wits -> wits.endpointPlanner(BrokenEndpointMind.planner(does))));
  }

  private static Stream<Broken> inTheExecutor() {
    return Stream.of(
        new Broken(
            EXECUTOR,
            "takes away before it adds",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAwayFirst))),
        new Broken(
            EXECUTOR,
            "takes away although what it adds failed",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAwayAllTheSame))),
        new Broken(
            EXECUTOR,
            "takes what was accepted for done",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAcceptedForDone))),
        new Broken(
            EXECUTOR,
            "forgets which operation is under way",
            8,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::forgettingWhatIsUnderway))),
        new Broken(
            EXECUTOR,
            "tries no more once one has failed",
            10,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::givingUp))),
        new Broken(
            EXECUTOR,
            "does what is held back, too",
            11,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::doingWhatIsHeldBack))));
  }

  private static Stream<Broken> inWhatIsKeptAndTold() {
    return Stream.of(
        new Broken(
            EXECUTOR,
            "tells chat before it registers, and gives up where that is down",
            12,
            hands -> hands.registry(telling(hands.registry(), hands.chat()))),
        new Broken(
            "outbox",
            "tells what the endpoint held before",
            5,
            hands -> hands.ledger(BrokenLedgers.talkative(hands))),
        new Broken(
            SNAPSHOT,
            "writes nothing down before it writes",
            5,
            hands -> hands.ledger(BrokenLedgers.forgetful(hands))),
        new Broken(
            SNAPSHOT,
            "takes a put for lost that a read did not show",
            6,
            hands -> hands.ledger(BrokenLedgers.hasty(hands))),
        new Broken(
            SNAPSHOT,
            "forgets that it asked for a deployment",
            9,
            hands -> hands.ledger(BrokenLedgers.oblivious(hands))),
        new Broken(
            "memory",
            "remembers nothing of earlier passes",
            6,
            hands -> hands.ledger(BrokenLedgers.absentMinded(hands))),
        new Broken(
            HOLDS,
            "writes down no doubt of what it sees",
            8,
            hands -> hands.ledger(BrokenLedgers.sure(hands))),
        new Broken(
            "lease",
            "takes a lease that another holds",
            10,
            hands -> hands.ledger(BrokenLedgers.greedy(hands))),
        new Broken(
            "lease",
            "takes one lease for all that it visits",
            10,
            hands -> hands.ledger(BrokenLedgers.sparing(hands))),
        new Broken(
            HOLDS, "is deaf to a pause", 11, hands -> hands.ledger(BrokenLedgers.deaf(hands))),
        new Broken(
            "outbox",
            "loses every second message",
            12,
            hands -> hands.ledger(BrokenLedgers.taciturn(hands))));
  }

  @Override
  public String toString() {
    return in + " " + does + ": caught by rule " + rule;
  }

  private static Instance ours(Instance instance) {
    return new Instance.Ours(instance.id(), instance.attributes());
  }

  private static Instance withoutItsPort(Instance instance) {
    var attributes = new TreeMap<>(instance.attributes());
    attributes.remove(Registration.PORT);
    return instance instanceof Instance.Ours(var id, _)
        ? new Instance.Ours(id, attributes)
        : instance;
  }

  private static Registry telling(Registry registry, Channel chat) {
    return new DelegatingRegistry(registry) {
      @Override
      public Operation register(CloudMapService in, Registration registration) {
        if (chat.send(REGISTERING) instanceof Channel.Delivery.Sent) {
          return super.register(in, registration);
        }
        throw new Unavailable("chat does not answer");
      }
    };
  }

  /** What is made of DescribeTasks' answer. */
  private interface Describing {
    Reading<Tasks> describe(Reading<Tasks> found, Collection<TaskId> asked);
  }

  private static TaskCatalog describing(TaskCatalog catalog, Describing describing) {
    return new TaskCatalog() {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return catalog.service(ecsService);
      }

      @Override
      public Reading<Set<TaskId>> running(String ecsService) {
        return catalog.running(ecsService);
      }

      @Override
      public Reading<Tasks> describe(Collection<TaskId> ids) {
        return describing.describe(catalog.describe(ids), ids);
      }
    };
  }

  private static Reading<Tasks> missingAsStopped(Reading<Tasks> found, Collection<TaskId> asked) {
    return new Reading.Complete<>(
        new Tasks(
            Stream.concat(
                    found.value().known().stream(),
                    found.value().missing().stream().map(Broken::stopped))
                .toList(),
            Set.of()));
  }

  private static Reading<Tasks> unreadAsStopped(Reading<Tasks> found, Collection<TaskId> asked) {
    return found instanceof Reading.Partial<?>
        ? new Reading.Complete<>(new Tasks(asked.stream().map(Broken::stopped).toList(), Set.of()))
        : found;
  }

  /** Each is given the health of the one after it. */
  private static Reading<Tasks> mixedUp(Reading<Tasks> found, Collection<TaskId> asked) {
    var known = found.value().known();
    return new Reading.Complete<>(
        new Tasks(
            IntStream.range(0, known.size())
                .mapToObj(number ->
                    Sample.with(known.get((number + 1) % known.size()).health(), known.get(number)))
                .toList(),
            found.value().missing()));
  }

  private static Reading<Tasks> atTheFirstAddress(Reading<Tasks> found, Collection<TaskId> asked) {
    return new Reading.Complete<>(
        new Tasks(
            found.value().known().stream()
                .map(task -> task.isRunning() ? Sample.running(task.id(), Sample.IP1) : task)
                .toList(),
            found.value().missing()));
  }

  private static Task stopped(TaskId id) {
    return Sample.stopped(id, Sample.IP1, Duration.ofMinutes(10));
  }

  private static Answer allOk(Answer answer) {
    return new Answer(
        answer.verdicts().keySet().stream()
            .collect(Collectors.toMap(Function.identity(), _ -> new Verdict.Ok(200))),
        answer.resolution());
  }

  private static Question byName(Question question) {
    var request = question.request();
    return new Question(
        new ProbeRequest(
            request.method(),
            request.path(),
            request.body(),
            request.expect(),
            Sample.CLOUD_MAP.name(),
            request.timeout()),
        question.port(),
        question.within(),
        question.addresses(),
        question.name());
  }

  private static Answer nameless(Answer answer) {
    return answer.resolution() instanceof Resolution.Addresses
        ? new Answer(
            answer.verdicts(),
            new Resolution.NoRecord(Sample.CLOUD_MAP.zone(), Duration.ofSeconds(15)))
        : answer;
  }

  private static Consumers old(Consumers consumers) {
    return new Consumers() {
      @Override
      public Reading<Optional<Audience>> look(String ecsService) {
        var longAgo = new Audience.Listener(Sample.A, Instant.EPOCH, Optional.of(Instant.EPOCH));
        return new Reading.Complete<>(
            Optional.of(new Audience(ecsService, List.of(longAgo), List.of())));
      }

      @Override
      public String redeploy(String ecsService) {
        consumers.redeploy(ecsService);
        throw new Unavailable("it does not listen either");
      }
    };
  }
}
