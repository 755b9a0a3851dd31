/**
 * AWS as it is: the adapters behind the ports, and the only users of the SDK. What AWS answers
 * becomes our own words here, and what it throws becomes one line.
 *
 * <p>May use: {@code ports}, {@code model}, {@code wire}, the AWS SDK and Powertools' parameters.
 * <br>
 * May not use: environment variables, the clock; it decides nothing.
 *
 * <p>Start reading at {@link ai.hokus.remediation.aws.Aws}.
 */
@NullMarked
package ai.hokus.remediation.aws;

import org.jspecify.annotations.NullMarked;
