/**
 * The words of the program, as values that cannot be wrong: parsed once at the edge, then trusted.
 *
 * <p>May use: the JDK's values and collections. <br>
 * May not use: any other room, any AWS client, the clock, environment variables, logging.
 *
 * <p>Start reading at {@link ai.hokus.remediation.model.GuardedService} and {@link
 * ai.hokus.remediation.model.Observation}.
 */
@NullMarked
package ai.hokus.remediation.model;

import org.jspecify.annotations.NullMarked;
