/**
 * Brings the outbox's messages to the channels: in order for each thread and channel, each at least
 * once, and none held back for ever by one that cannot be sent.
 *
 * <p>May use: {@code ports}, {@code model}. <br>
 * May not use: any AWS client, the network, the clock (it is handed in), environment variables,
 * logging.
 *
 * <p>Start reading at {@link ai.hokus.remediation.delivery.Courier}.
 */
@NullMarked
package ai.hokus.remediation.delivery;

import org.jspecify.annotations.NullMarked;
