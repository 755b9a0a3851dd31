package ai.hokus.remediation.model;

import java.time.Instant;

/**
 * Something that people have to mend, and that stands until it is gone: a service without its
 * registry, a wrong health check path. Told once, then once a day.
 *
 * @param since when it was seen first
 * @param seen when it was seen last; the same as {@code told} or later
 * @param told when it was told of last
 * @param messages how often it was told of
 * @param what by which one is known that is seen with another reason; empty where that is all one
 */
public record Finding(Instant since, Instant seen, Instant told, int messages, String what) {
  /** Whose reason is all one. */
  public Finding(Instant since, Instant seen, Instant told, int messages) {
    this(since, seen, told, messages, "");
  }
}
