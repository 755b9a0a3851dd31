/**
 * Asks the tasks over HTTP and the resolver over DNS, from where this code runs, and posts to
 * Slack. The only room that opens a connection.
 *
 * <p>May use: {@code ports}, {@code model}, {@code wire}, the JDK's HTTP client, dnsjava. <br>
 * May not use: any AWS client, the clock (it is handed in), environment variables, logging.
 *
 * <p>Start reading at {@link ai.hokus.remediation.net.DirectProber}.
 */
@NullMarked
package ai.hokus.remediation.net;

import org.jspecify.annotations.NullMarked;
