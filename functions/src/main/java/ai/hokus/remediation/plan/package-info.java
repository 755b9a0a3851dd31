/**
 * Decides what to do; does nothing.
 *
 * <p>May use: {@code model} and the JDK's values and collections. <br>
 * May not use: any AWS client, the clock, environment variables, logging, randomness.
 *
 * <p>Start reading at {@link ai.hokus.remediation.plan.Planner}, and for the endpoint at {@link
 * ai.hokus.remediation.plan.EndpointPlanner}.
 */
@NullMarked
package ai.hokus.remediation.plan;

import org.jspecify.annotations.NullMarked;
