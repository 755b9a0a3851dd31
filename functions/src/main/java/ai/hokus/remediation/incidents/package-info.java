/**
 * From what a pass came to, to what is written about it: incidents, findings, and what people are
 * told of them. Decides nothing about the world.
 *
 * <p>May use: {@code execution}, {@code plan}, {@code model} and the JDK's values and collections.
 * <br>
 * May not use: any AWS client, the clock, any chat's own format.
 *
 * <p>Start reading at {@link ai.hokus.remediation.incidents.Incidents}.
 */
@NullMarked
package ai.hokus.remediation.incidents;

import org.jspecify.annotations.NullMarked;
