/**
 * What the functions say to each other, as JSON: the question to {@code Probe} and its answer, and
 * what a pass leaves in the ledger for the next.
 *
 * <p>May use: {@code model}, Jackson's tree and the JDK. <br>
 * May not use: any AWS client, HTTP, DNS, Jackson's data binding to classes.
 *
 * <p>Start reading at {@link ai.hokus.remediation.wire.ProbeMessages}.
 */
@NullMarked
package ai.hokus.remediation.wire;

import org.jspecify.annotations.NullMarked;
