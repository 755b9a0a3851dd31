/**
 * Looks: one picture of the world around a guarded service, in as few round trips as it takes.
 *
 * <p>May use: {@code ports}, {@code model} and the JDK. <br>
 * May not use: any AWS client, the clock; it decides nothing and changes nothing.
 *
 * <p>Start reading at {@link ai.hokus.remediation.observation.Observer}.
 */
@NullMarked
package ai.hokus.remediation.observation;

import org.jspecify.annotations.NullMarked;
