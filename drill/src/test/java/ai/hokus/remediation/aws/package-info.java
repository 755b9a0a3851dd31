/**
 * The adapters in a local world: they keep what the ports promise, as the fakes of the other tests
 * do.
 *
 * <p>May use: the world's commands, the ports' contracts, and of the functions {@code aws}, {@code
 * model}, {@code net} and {@code wire}.
 *
 * <p>Start reading at {@link ai.hokus.remediation.aws.CloudMapContractTest}.
 */
@NullMarked
package ai.hokus.remediation.aws;

import org.jspecify.annotations.NullMarked;
