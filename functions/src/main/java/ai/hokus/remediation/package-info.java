/**
 * Keeps ECS services findable in AWS Cloud Map. One screen, {@link
 * ai.hokus.remediation.Reconciler}, is the whole program; the rooms below it each have a sign on
 * their door that says what they may touch. Beside it stands who makes its passes and when: {@link
 * ai.hokus.remediation.Rounds} for a trigger, {@link ai.hokus.remediation.Turns} one at a time.
 */
@NullMarked
package ai.hokus.remediation;

import org.jspecify.annotations.NullMarked;
