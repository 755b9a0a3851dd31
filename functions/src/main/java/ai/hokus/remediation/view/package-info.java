/**
 * What people read: the functions' answers.
 *
 * <p>May use: {@code execution}, {@code plan}, {@code rollback}, {@code doorbell}, {@code model}
 * and Jackson. <br>
 * May not use: any AWS client, the clock; it invents no reason of its own.
 *
 * <p>Start reading at {@link ai.hokus.remediation.view.Response}.
 */
@NullMarked
package ai.hokus.remediation.view;

import org.jspecify.annotations.NullMarked;
