/**
 * Keeps ECS services findable in AWS Cloud Map. One screen, {@link
 * ai.hokus.remediation.Reconciler}, is the whole program; the rooms below it each have a sign on
 * their door that says what they may touch.
 */
@NullMarked
package ai.hokus.remediation;

import org.jspecify.annotations.NullMarked;
