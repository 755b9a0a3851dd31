/**
 * Many invocations at once, each in an environment of its own: the functions' classes over the
 * local world's ECS, Cloud Map and DynamoDB.
 *
 * <p>May use: the world's commands and every class of the functions.
 *
 * <p>Start reading at {@link ai.hokus.remediation.burst.BurstTest}.
 */
@NullMarked
package ai.hokus.remediation.burst;

import org.jspecify.annotations.NullMarked;
