package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
                new WatchedLedger(stage.ledger(), judge),
                catalog(),
                registry(),
                prober(),
                store(),
                consumers(),
                stage.channels().getFirst()))
        .deployed(stage.world(), stage.interleaving(), judge::configuration, alarms())
        .sending(stage.outbox(), List.copyOf(stage.channels()));
  }

  private TaskCatalog catalog() {
    return new TaskCatalog() {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return judge.heard(stage.world().service(ecsService));
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
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "register" -> instances.registers((Registration) arguments[1]);
                case "remove" -> instances.removes((Instance.Removable) arguments[1]);
                case "pushHealth" ->
                    instances.marks((Instance.Ours) arguments[1], (boolean) arguments[2]);
                default -> {
                  // It only reads.
                }
              }
              try {
                var told = method.invoke(stage.world(), arguments);
                Optional.ofNullable(told).ifPresent(judge::heard);
                switch (method.getName()) {
                  case "register" -> instances.sends((Registration) arguments[1], told);
                  case "follow" -> instances.follows((Operation.Running) arguments[0], told);
                  default -> {
                    // It sends nothing that lasts.
                  }
                }
                return told;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
        endpoint.puts(before, value);
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
        endpoint.redeploys(ecsService);
        return stage.consumers().redeploy(ecsService);
      }
    };
  }
}
