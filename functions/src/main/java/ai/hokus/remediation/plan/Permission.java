package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What may be done of a plan. The plan is the same under every policy; only what is held back
 * differs, so that {@code observe} shows exactly what {@code repair} would do.
 *
 * @param actions permitted, in the order of the plan
 */
public record Permission(List<Action.OnRegistry> actions, List<HeldBack> heldBack) {

  /** An action that is not permitted, and by what. */
  public record HeldBack(Action action, String why) {}

  public Permission {
    actions = List.copyOf(actions);
    heldBack = List.copyOf(heldBack);
  }

  /**
   * The part of {@code plan} that may be done.
   *
   * @param stopped why nothing at all may be written now, whatever the policy says; empty where
   *     nothing stands against it
   */
  public static Permission under(Policy policy, Optional<String> stopped, Plan plan) {
    var against = stopped.or(() -> againstAll(policy, plan));
    var permitted = new ArrayList<Action.OnRegistry>();
    var heldBack = new ArrayList<HeldBack>();
    for (var action : plan.actions()) {
      against
          .or(() -> against(policy, action))
          .ifPresentOrElse(
              why -> heldBack.add(new HeldBack(action, why)), () -> permitted.add(action));
    }
    return new Permission(permitted, heldBack);
  }

  /** The same, of which nothing is done. */
  public Permission onPaper(String why) {
    var all = new ArrayList<>(actions.stream().map(each -> new HeldBack(each, why)).toList());
    all.addAll(heldBack);
    return new Permission(List.of(), all);
  }

  /** The same, without any registration. */
  public Permission withoutRegistering(String why) {
    return without(Action.Register.class::isInstance, why);
  }

  /** The same, without the release of what ECS left behind. */
  public Permission withoutNatives(String why) {
    return without(action -> action instanceof Action.Withdraw(_, Instance.Native _, _, _), why);
  }

  private Permission without(Predicate<Action.OnRegistry> forbidden, String why) {
    var less = new ArrayList<>(heldBack);
    actions.stream().filter(forbidden).forEach(action -> less.add(new HeldBack(action, why)));
    return new Permission(actions.stream().filter(forbidden.negate()).toList(), less);
  }

  /**
   * Why nothing at all of a plan may be done; empty where a registration may.
   *
   * @param plan of which only the remarks count
   */
  public static Optional<String> againstAll(Policy policy, Plan plan) {
    if (plan.says(Situation.ANOTHER_GUARD)) {
      return Optional.of("another stack guards this service");
    }
    if (plan.says(Situation.COLOUR_UNKNOWN)) {
      return Optional.of("which colour is in production cannot be told");
    }
    return policy == Policy.OBSERVE
        ? Optional.of("policy observe: said, not done")
        : Optional.empty();
  }

  private static Optional<String> against(Policy policy, Action action) {
    return policy == Policy.REPAIR && action instanceof Action.Withdraw(_, Instance.Native _, _, _)
        ? Optional.of("policy repair leaves native instances alone; sync releases them")
        : Optional.empty();
  }
}
