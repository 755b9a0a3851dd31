/**
 * What the program needs of the outside, in its own words. Adapters and the tests' fakes keep the
 * same promises, written at each call.
 *
 * <p>May use: {@code model} and the JDK. <br>
 * May not use: any AWS client, HTTP, DNS.
 *
 * <p>Start reading at {@link ai.hokus.remediation.ports.Registry}.
 */
@NullMarked
package ai.hokus.remediation.ports;

import org.jspecify.annotations.NullMarked;
