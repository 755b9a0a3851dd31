/**
 * What people ask for: reads a request, writes it into the ledger for every later pass, and says
 * from when on all of them keep to it.
 *
 * <p>A kill switch depends on as little as possible: to pause a service by its name takes the
 * ledger and nothing else.
 *
 * <p>May use: {@code ports}, {@code model}, {@code config}, Jackson's tree. <br>
 * May not use: any AWS client, the clock, environment variables, logging.
 *
 * <p>Start reading at {@link ai.hokus.remediation.rollback.Clerk}.
 */
@NullMarked
package ai.hokus.remediation.rollback;

import org.jspecify.annotations.NullMarked;
