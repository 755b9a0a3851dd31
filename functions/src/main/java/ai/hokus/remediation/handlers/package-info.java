/**
 * What AWS calls: a doorbell on one side, an answer on the other, no decision in between.
 *
 * <p>May use: every room, to wire them together. The wiring alone reads the environment and starts
 * the clock.
 *
 * <p>Start reading at {@link ai.hokus.remediation.handlers.TaskStateChanged}.
 */
@NullMarked
package ai.hokus.remediation.handlers;

import org.jspecify.annotations.NullMarked;
