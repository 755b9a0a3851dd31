package ai.hokus.remediation.rollback;

import java.time.Duration;

/**
 * The invocation that a request came with.
 *
 * @param request its id, by which CloudTrail has who made it
 * @param remaining time until it ends
 */
public record Call(String request, Duration remaining) {}
