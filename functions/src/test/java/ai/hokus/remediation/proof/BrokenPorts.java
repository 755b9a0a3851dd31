package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
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
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.DelegatingCatalog;
import ai.hokus.remediation.world.DelegatingRegistry;
import ai.hokus.remediation.world.MistakenRegistry;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ports of which the program hears or asks another thing than it should: one mistake each. */
final class BrokenPorts {
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

  private BrokenPorts() {}

  static Registry takingAllForOurs(Registry registry) {
    return new MistakenRegistry(registry, BrokenPorts::ours);
  }

  static Registry showingNoPort(Registry registry) {
    return new MistakenRegistry(registry, MistakenRegistry::withoutItsPort);
  }

  static TaskCatalog takingMissingForStopped(TaskCatalog catalog) {
    return describing(catalog, BrokenPorts::missingAsStopped);
  }

  static TaskCatalog takingUnreadForStopped(TaskCatalog catalog) {
    return describing(catalog, BrokenPorts::unreadAsStopped);
  }

  static TaskCatalog mixingUp(TaskCatalog catalog) {
    return describing(catalog, BrokenPorts::mixedUp);
  }

  static TaskCatalog keepingTheFirstAddress(TaskCatalog catalog) {
    return describing(catalog, BrokenPorts::atTheFirstAddress);
  }

  static TaskCatalog seeingNoSickness(TaskCatalog catalog) {
    return describing(catalog, BrokenPorts::healthy);
  }

  static TaskCatalog guessingTheService(TaskCatalog catalog) {
    return new DelegatingCatalog(catalog) {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return super.service(ecsService) instanceof Reading.Complete<Optional<EcsService>> read
            ? read
            : new Reading.Complete<>(Optional.of(Sample.forgetful(1)));
      }
    };
  }

  static Registry lookingAtNobody(Registry registry) {
    return new DelegatingRegistry(registry) {
      @Override
      public Reading<Listing> list(GuardedService service, Guard guard) {
        return new Reading.Complete<>(super.list(service, guard).value());
      }

      @Override
      public Optional<Instance> find(
          GuardedService service, Guard guard, CloudMapService in, String id) {
        return Optional.empty();
      }
    };
  }

  static Prober hearingThatAllIsWell(Prober prober) {
    return question -> allOk(prober.ask(question));
  }

  static Prober hearingOfNoName(Prober prober) {
    return question -> nameless(prober.ask(question));
  }

  static Prober askingByName(Prober prober) {
    return question -> prober.ask(byName(question));
  }

  private static Instance ours(Instance instance) {
    return new Instance.Ours(instance.id(), instance.attributes());
  }

  static Registry tellingChatFirst(Registry registry, Channel chat) {
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
    return new DelegatingCatalog(catalog) {
      @Override
      public Reading<Tasks> describe(Collection<TaskId> ids) {
        return describing.describe(super.describe(ids), ids);
      }
    };
  }

  private static Reading<Tasks> missingAsStopped(Reading<Tasks> found, Collection<TaskId> asked) {
    return new Reading.Complete<>(
        new Tasks(
            Stream.concat(
                    found.value().known().stream(),
                    found.value().missing().stream().map(BrokenPorts::stopped))
                .toList(),
            Set.of()));
  }

  private static Reading<Tasks> unreadAsStopped(Reading<Tasks> found, Collection<TaskId> asked) {
    return found instanceof Reading.Partial<?>
        ? new Reading.Complete<>(
            new Tasks(asked.stream().map(BrokenPorts::stopped).toList(), Set.of()))
        : found;
  }

  private static Reading<Tasks> healthy(Reading<Tasks> found, Collection<TaskId> asked) {
    return found.map(tasks ->
        new Tasks(
            tasks.known().stream().map(task -> Sample.with(Task.Health.HEALTHY, task)).toList(),
            tasks.missing()));
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

  static Consumers seeingOldOnes(Consumers consumers) {
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
