/**
 * Logs and metrics of passes, requests and messages: the only user of Powertools' logging and
 * metrics.
 *
 * <p>May use: {@code execution}, {@code plan}, {@code delivery}, {@code rollback}, {@code ports},
 * {@code model}, slf4j and Powertools. <br>
 * May not use: any AWS client; it decides nothing, and nothing that fails here fails a pass.
 *
 * <p>Start reading at {@link ai.hokus.remediation.telemetry.Telemetry}.
 */
@NullMarked
package ai.hokus.remediation.telemetry;

import org.jspecify.annotations.NullMarked;
