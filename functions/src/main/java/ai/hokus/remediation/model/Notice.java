package ai.hokus.remediation.model;

import java.time.Instant;

/**
 * What a person asked for was written down while somebody held the lease, who may not know of it
 * yet.
 *
 * @param service short name of the guarded service
 * @param fence of that holder
 * @param mark how it was rung for: once the holder clears this mark, it has read all holds
 * @param until when its lease ends at the latest
 */
public record Notice(String service, long fence, String mark, Instant until) {}
