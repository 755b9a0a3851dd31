/**
 * What is well and what is not, in words for people.
 *
 * <p>May use: {@code model} and the JDK. <br>
 * May not use: any AWS client, the clock; it changes nothing and decides nothing that is done.
 *
 * <p>Start reading at {@link ai.hokus.remediation.health.AlarmDiagnosis}.
 */
@NullMarked
package ai.hokus.remediation.health;

import org.jspecify.annotations.NullMarked;
