/**
 * Reads who rang: which ECS service or alarm an event is about, or which thread of messages, and
 * nothing else.
 *
 * <p>An event is untrusted text. It chooses what is looked at; what to do is decided by what AWS
 * says then.
 *
 * <p>May use: {@code model}, Jackson, the classes of aws-lambda-java-events. <br>
 * May not use: any AWS client, the clock, environment variables, logging.
 *
 * <p>Start reading at {@link ai.hokus.remediation.doorbell.DoorbellReader}.
 */
@NullMarked
package ai.hokus.remediation.doorbell;

import org.jspecify.annotations.NullMarked;
