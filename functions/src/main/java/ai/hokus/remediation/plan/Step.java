package ai.hokus.remediation.plan;

/**
 * One line of a plan: something to do, or something to say. Each knows its situation and reason.
 */
public sealed interface Step permits Action, Remark {
  Situation situation();

  /** The reason, made where the decision is made; reports, logs and chat all print this one. */
  String because();
}
