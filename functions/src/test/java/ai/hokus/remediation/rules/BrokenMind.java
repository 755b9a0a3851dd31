package ai.hokus.remediation.rules;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.plan.Step;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The planner, broken on purpose: its plan with steps added or turned round, its observation
 * embellished, its policy forgotten. Each is one tempting mistake, and must be caught by its rule.
 *
 * @param does the mistake, in words
 */
public record BrokenMind(String does, Rule caughtBy, Mind mind) {

  /** The planner of who does this. */
  public static Function<Observation, Plan> planner(String does) {
    return all()
        .filter(broken -> broken.does().equals(does))
        .findFirst()
        .orElseThrow()
        .mind()
        .planner();
  }

  static Stream<BrokenMind> all() {
    return Stream.of(
            whoTouchesWhatIsNotHis(),
            whoRemovesTooSoon(),
            whoBelievesTooMuchOfMissingTasks(),
            whoAddsTooMuch(),
            whoCannotStop())
        .flatMap(kind -> kind);
  }

  private static Stream<BrokenMind> whoTouchesWhatIsNotHis() {
    return Stream.of(
        new BrokenMind(
            "overwrites what is not ours",
            Rule.FOREIGN_INSTANCES_STAY_AS_THEY_ARE,
            also(seen -> registerAll(seen, task -> true))),
        new BrokenMind(
            "releases native instances under repair",
            Rule.NATIVE_INSTANCES_GO_ONLY_UNDER_SYNC_AND_STOPPED,
            new Mind(
                new Planner()::plan,
                (_, stopped, plan) -> Permission.under(Policy.SYNC, stopped, plan))),
        new BrokenMind(
            "releases native instances by id alone",
            Rule.NATIVE_INSTANCES_GO_ONLY_UNDER_SYNC_AND_STOPPED,
            also(seen -> withdrawAll(seen, task -> task.filter(Task::isStopped).isPresent()))),
        new BrokenMind(
            "registers tasks under ids of its own, which ECS does not know",
            Rule.WHAT_IT_ADDS_GOES_WITH_ITS_TASK_WHOEVER_IS_OFF,
            also(seen -> registerAll(seen, Task::isRunning).map(BrokenMind::underAnIdOfItsOwn))));
  }

  private static Stream<BrokenMind> whoRemovesTooSoon() {
    return Stream.of(
        new BrokenMind(
            "takes the sick away",
            Rule.NOTHING_GOES_WITHOUT_ECS_WORD,
            also(seen ->
                withdrawAll(
                    seen,
                    task ->
                        task.filter(Task::isRunning).filter(up -> refuted(seen, up)).isPresent()))),
        new BrokenMind(
            "drains the last one",
            Rule.STOPPING_TASKS_MAKE_WAY_ONLY_FOR_ONE_THAT_STANDS,
            also(seen -> withdrawAll(seen, task -> task.filter(Task::isStopping).isPresent()))),
        new BrokenMind(
            "empties the name at once",
            Rule.NO_NAME_IS_EMPTIED_BEFORE_ITS_TIME,
            also(seen -> withdrawAll(seen, task -> task.filter(Task::isStopped).isPresent()))),
        new BrokenMind(
            "takes a service that is made anew for one that sleeps",
            Rule.NO_NAME_IS_EMPTIED_BEFORE_ITS_TIME,
            thinking(seen -> new Planner().plan(asIfActive(seen)))),
        new BrokenMind(
            "takes what was accepted for what is answered with",
            Rule.NO_NAME_IS_EMPTIED_BEFORE_ITS_TIME,
            thinking(seen -> new Planner().plan(sentNothing(seen)))),
        new BrokenMind(
            "lets the other colour stand in",
            Rule.STOPPING_TASKS_MAKE_WAY_ONLY_FOR_ONE_THAT_STANDS,
            also(seen ->
                new Planner()
                    .plan(asIfRolling(seen)).actions().stream()
                        .filter(Action.Withdraw.class::isInstance))),
        new BrokenMind(
            "calls all unhealthy that are",
            Rule.ONLY_OURS_ARE_CALLED_UNHEALTHY_WHERE_ANOTHER_STANDS,
            also(seen -> callUnhealthy(seen, seen::isSick))),
        new BrokenMind(
            "calls unhealthy who is well",
            Rule.ONLY_OURS_ARE_CALLED_UNHEALTHY_WHERE_ANOTHER_STANDS,
            also(seen -> callUnhealthy(seen, seen::isWell))),
        new BrokenMind(
            "takes a page for the list",
            Rule.AN_INCOMPLETE_READING_REMOVES_NOTHING,
            thinking(seen -> new Planner().plan(asIfComplete(seen)))));
  }

  private static Stream<BrokenMind> whoBelievesTooMuchOfMissingTasks() {
    return Stream.of(
        new BrokenMind(
            "takes missing for stopped",
            Rule.MISSING_TASKS_GO_WHEN_THEY_WERE_MISSING_BEFORE,
            also(seen -> withdrawAll(seen, Optional::isEmpty))),
        new BrokenMind(
            "takes all that are missing at once",
            Rule.MISSING_TASKS_GO_A_FIFTH_AT_A_TIME,
            also(seen -> withdrawMissing(seen, id -> seen.memory().missing().containsKey(id)))),
        new BrokenMind(
            "trusts its view whatever it sees",
            Rule.NO_MISSING_TASK_GOES_WHERE_MOST_LOOK_MISSING,
            also(seen ->
                withdrawMissing(seen, id -> seen.memory().missing().containsKey(id)).limit(1))));
  }

  private static Stream<BrokenMind> whoAddsTooMuch() {
    return Stream.of(
        new BrokenMind(
            "registers who is down",
            Rule.ONLY_CANDIDATES_ARE_REGISTERED,
            also(seen -> registerAll(seen, task -> refuted(seen, task)))),
        new BrokenMind(
            "takes every deployment for a rolling one",
            Rule.IN_TWO_COLOURS_ONLY_THE_ONE_IN_PRODUCTION_IS_ADDED,
            thinking(seen -> new Planner().plan(asIfRolling(seen)))),
        new BrokenMind(
            "forgets what it sent",
            Rule.WHAT_IS_REGISTERED_IS_ANSWERED_WITH_ONCE_CLOUD_MAP_RECOVERS,
            thinking(seen -> new Planner().plan(sentNothing(seen)))),
        new BrokenMind(
            "takes what is listed for what is answered with",
            Rule.WHAT_A_NAME_LEAVES_OUT_IS_ANSWERED_WITH_ONCE_CLOUD_MAP_RECOVERS,
            thinking(seen -> new Planner().plan(nameless(seen)))),
        new BrokenMind(
            "registers, for want of anything better",
            Rule.WHERE_NOTHING_ANSWERS_NOTHING_IS_ADDED_AND_IT_IS_SAID,
            also(seen -> registerAll(seen, task -> refuted(seen, task)))),
        new BrokenMind(
            "says nothing",
            Rule.WHERE_NOTHING_ANSWERS_NOTHING_IS_ADDED_AND_IT_IS_SAID,
            thinking(seen -> new Plan(List.copyOf(new Planner().plan(seen).actions())))));
  }

  private static Stream<BrokenMind> whoCannotStop() {
    return Stream.of(
        new BrokenMind(
            "writes what is there",
            Rule.A_SECOND_PASS_WRITES_NOTHING,
            also(seen -> registerAll(seen, Task::isRunning))),
        new BrokenMind(
            "forgets what it told Cloud Map",
            Rule.A_SECOND_PASS_WRITES_NOTHING,
            thinking(seen -> new Planner().plan(toldNothing(seen)))),
        new BrokenMind(
            "writes what is there, again and again",
            Rule.AN_UNCHANGED_WORLD_LEAVES_THE_MEMORY_AS_IT_WAS,
            also(seen -> registerAll(seen, Task::isRunning))),
        new BrokenMind(
            "forgets the policy",
            Rule.OBSERVE_WRITES_NOTHING,
            new Mind(
                new Planner()::plan, (_, _, plan) -> new Permission(plan.actions(), List.of()))),
        new BrokenMind(
            "does not show what it would do",
            Rule.OBSERVE_WRITES_NOTHING,
            new Mind(new Planner()::plan, (_, _, _) -> new Permission(List.of(), List.of()))),
        new BrokenMind(
            "goes on while paused",
            Rule.WHAT_IS_PAUSED_OR_UNREAD_WRITES_NOTHING,
            new Mind(
                new Planner()::plan,
                (policy, _, plan) -> Permission.under(policy, Optional.empty(), plan))),
        new BrokenMind(
            "follows a whim",
            Rule.THE_SAME_OBSERVATION_GIVES_THE_SAME_PLAN,
            thinking(whimsical())));
  }

  @Override
  public String toString() {
    return does + ", caught by " + caughtBy;
  }

  private static Mind thinking(Function<Observation, Plan> planner) {
    return new Mind(planner, Permission::under);
  }

  private static Mind also(Function<Observation, Stream<? extends Step>> more) {
    BiFunction<Observation, Plan, Plan> add =
        (seen, plan) ->
            new Plan(
                Stream.concat(plan.steps().stream(), more.apply(seen)).<Step>map(s -> s).toList());
    return thinking(seen -> add.apply(seen, new Planner().plan(seen)));
  }

  /** Every other plan is turned round. */
  private static Function<Observation, Plan> whimsical() {
    var calls = new AtomicInteger();
    return seen -> {
      var steps = new Planner().plan(seen).steps();
      return new Plan(calls.getAndIncrement() % 2 == 0 ? steps : steps.reversed());
    };
  }

  private static Stream<Action.Register> registerAll(Observation seen, Predicate<Task> which) {
    return found(seen)
        .flatMap(found ->
            seen.tasks().value().running().stream()
                .filter(which)
                .flatMap(task ->
                    task.address().stream()
                        .map(address ->
                            Registration.of(
                                task, address, seen.service(), found.service(), seen.guard()))
                        .map(wanted ->
                            new Action.Register(
                                found.service(),
                                wanted,
                                Optional.of(Instant.MAX),
                                Situation.REGISTRY_FORGOTTEN,
                                "broken on purpose"))));
  }

  private static Action.Register underAnIdOfItsOwn(Action.Register asked) {
    var wanted = asked.registration();
    var id = new TaskId("by-remediation-" + wanted.task());
    return new Action.Register(
        asked.in(),
        new Registration(id, wanted.address(), wanted.port(), wanted.attributes()),
        asked.listingGoodUntil(),
        asked.situation(),
        asked.because());
  }

  private static Stream<Action> withdrawAll(Observation seen, Predicate<Optional<Task>> which) {
    return found(seen)
        .flatMap(found ->
            found.instances().stream()
                .filter(Instance.Removable.class::isInstance)
                .map(Instance.Removable.class::cast)
                .filter(instance -> which.test(taskBehind(seen, instance)))
                .map(instance ->
                    new Action.Withdraw(
                        found.service(), instance, Situation.TASK_STOPPED, "broken on purpose")));
  }

  private static Stream<Action> withdrawMissing(Observation seen, Predicate<TaskId> which) {
    return found(seen)
        .filter(_ -> seen.isComplete())
        .flatMap(found ->
            seen.missing().stream()
                .filter(instance -> instance.task().filter(which).isPresent())
                .map(instance ->
                    new Action.Withdraw(
                        found.service(), instance, Situation.TASK_MISSING, "broken on purpose")));
  }

  private static Stream<Action> callUnhealthy(Observation seen, Predicate<Task> which) {
    return found(seen)
        .flatMap(found ->
            found.instances().stream()
                .filter(Instance.Ours.class::isInstance)
                .map(Instance.Ours.class::cast)
                .filter(ours -> taskBehind(seen, ours).filter(which).isPresent())
                .map(ours ->
                    new Action.PushHealth(
                        found.service(),
                        ours,
                        false,
                        Situation.UNHEALTHY_TASK,
                        "broken on purpose")));
  }

  private static Observation toldNothing(Observation seen) {
    var known = seen.memory();
    return remembering(
        seen,
        new Memory(
            known.missing(),
            known.down(),
            Map.of(),
            known.unproven(),
            known.succeeded(),
            known.waiting(),
            known.unclear(),
            known.withdrew()));
  }

  private static Observation sentNothing(Observation seen) {
    var known = seen.memory();
    return remembering(
        seen,
        new Memory(
            known.missing(),
            known.down(),
            known.pushed(),
            Map.of(),
            known.succeeded(),
            known.waiting(),
            known.unclear(),
            known.withdrew()));
  }

  private static Observation nameless(Observation seen) {
    return seen.with(
        new Answer(seen.answer().verdicts(), new Resolution.NotAsked("broken on purpose")));
  }

  private static Observation remembering(Observation seen, Memory memory) {
    return new Observation(
        new Look(seen.service(), seen.guard(), memory, seen.at()),
        seen.ecs(),
        seen.tasks(),
        seen.listing(),
        seen.dangling(),
        seen.answer());
  }

  private static Stream<Listing.Found> found(Observation seen) {
    return seen.listing().value() instanceof Listing.Found found
        ? Stream.of(found)
        : Stream.empty();
  }

  private static Optional<Task> taskBehind(Observation seen, Instance instance) {
    return seen.tasks().value().find(new TaskId(instance.id()));
  }

  private static boolean refuted(Observation seen, Task task) {
    return task.address().filter(at -> !seen.answer().of(at).answers()).isPresent();
  }

  private static Observation asIfRolling(Observation seen) {
    return asIf(seen, new Reading.Complete<>(Optional.of(Sample.forgetful(1))));
  }

  private static Observation asIfActive(Observation seen) {
    return seen.ecs() instanceof Reading.Complete<Optional<EcsService>>(var ecs)
        ? asIf(
            seen,
            new Reading.Complete<>(
                ecs.map(known ->
                    new EcsService(
                        "ACTIVE", known.desiredCount(), known.registries(), known.deployment()))))
        : seen;
  }

  private static Observation asIf(Observation seen, Reading<Optional<EcsService>> ecs) {
    return new Observation(
        seen.look(), ecs, seen.tasks(), seen.listing(), seen.dangling(), seen.answer());
  }

  private static Observation asIfComplete(Observation seen) {
    return new Observation(
        seen.look(),
        new Reading.Complete<>(seen.ecs().value()),
        new Reading.Complete<>(seen.tasks().value()),
        new Reading.Complete<>(seen.listing().value()),
        seen.dangling(),
        seen.answer());
  }
}
