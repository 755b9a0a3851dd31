/**
 * Writes a message as a channel's vendor wants it: one class for each format, and the only room
 * that knows any.
 *
 * <p>All text is untrusted: names, reasons and answers come from outside. What a format would take
 * for a command of its own is made harmless, and no limit of a vendor can be passed, whatever a
 * message holds.
 *
 * <p>May use: {@code model} and Jackson. <br>
 * May not use: anything else; it sends nothing, and the same message always gives the same text.
 *
 * <p>Start reading at {@link ai.hokus.remediation.chat.SlackPayload}.
 */
@NullMarked
package ai.hokus.remediation.chat;

import org.jspecify.annotations.NullMarked;
