package ai.hokus.remediation.proof;

/**
 * A rule of {@code docs/design.md} that was broken.
 *
 * @param rule its number
 */
record Breach(int rule, String how) {}
