package ai.hokus.remediation.proof;

/** Who is told whether they hold: those of {@code docs/design.md}. */
@FunctionalInterface
interface Rules {

  /**
   * Otherwise a rule is broken.
   *
   * @param rule its number
   */
  void must(int rule, boolean holds, String otherwise);
}
