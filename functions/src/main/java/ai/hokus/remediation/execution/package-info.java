/**
 * Does what was planned, and remembers what became of it.
 *
 * <p>May use: {@code plan}, {@code ports}, {@code model}, the JDK and the clock it is given. <br>
 * May not use: any AWS client; it decides nothing that a plan should.
 *
 * <p>Start reading at {@link ai.hokus.remediation.execution.Executor}.
 */
@NullMarked
package ai.hokus.remediation.execution;

import org.jspecify.annotations.NullMarked;
