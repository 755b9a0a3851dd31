package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.DelegatingRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The world's ports, as they are with a judge who looks at every call. */
final class Watched {
  private final Stage stage;
  private final Judge judge;
  private final InstanceRules instances;
  private final EndpointRules endpoint;

  /**
   * Of a stage.
   *
   * @param judge told of what is about to change, and of what was heard
   */
  Watched(Stage stage, Judge judge) {
    this.stage = stage;
    this.judge = judge;
    this.instances = new InstanceRules(stage, judge);
    this.endpoint = new EndpointRules(stage, judge);
  }

  /**
   * The program over them, or a broken one.
   *
   * @param broken how it uses what it has of the world
   */
  Deployment deployment(UnaryOperator<Hands> broken) {
    return broken
        .apply(
            new Hands(
                new WatchedLedger(stage.books().ledger(), judge),
                catalog(),
                registry(),
                prober(),
                new WatchedStore(stage.store(), endpoint::puts),
                consumers(),
                stage.channels().getFirst()))
        .deployed(stage.world(), stage.interleaving(), judge::configuration, alarms())
        .sending(stage.books().outbox(), List.copyOf(stage.channels()));
  }

  private TaskCatalog catalog() {
    return new TaskCatalog() {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return judge.heardOfService(stage.world().service(ecsService));
      }

      @Override
      public Reading<Set<TaskId>> running(String ecsService) {
        return judge.heard(stage.world().running(ecsService));
      }

      @Override
      public Reading<Tasks> describe(Collection<TaskId> ids) {
        return judge.heard(stage.world().describe(ids));
      }
    };
  }

  private Prober prober() {
    return question -> judge.heardOf(question, stage.world().ask(question));
  }

  private AlarmBoard alarms() {
    return names -> judge.heardOf(stage.alarms().alarms(names));
  }

  private Registry registry() {
    return new DelegatingRegistry(stage.world()) {
      @Override
      public Reading<Listing> list(GuardedService service, Guard guard) {
        return judge.heard(super.list(service, guard));
      }

      @Override
      public Optional<Instance> find(
          GuardedService service, Guard guard, CloudMapService in, String id) {
        return judge.heardOf(new TaskId(id), super.find(service, guard, in, id));
      }

      @Override
      public Operation register(CloudMapService in, Registration registration) {
        instances.registers(registration);
        return super.register(in, registration);
      }

      @Override
      public Operation remove(CloudMapService from, Instance.Removable instance) {
        instances.removes(instance);
        return super.remove(from, instance);
      }

      @Override
      public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
        instances.marks(instance, healthy);
        super.pushHealth(in, instance, healthy);
      }

      @Override
      public Operation follow(Operation.Running operation, Instant deadline) {
        var told = super.follow(operation, deadline);
        instances.follows(operation, told);
        return told;
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
        endpoint.redeploys(ecsService);
        return stage.consumers().redeploy(ecsService);
      }
    };
  }
}
