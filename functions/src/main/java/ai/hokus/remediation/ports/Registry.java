package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import java.time.Instant;
import java.util.Optional;

/**
 * Cloud Map. Every instance comes with its owner, decided here once. Writes are only accepted here:
 * what became of one is told by {@link #follow}.
 *
 * <p>Every call but {@link #list} throws {@link Unavailable} where Cloud Map refused, did not
 * answer in time or throttled every retry. Where that might have taken effect and certainly did
 * not, {@link #register} and {@link #remove} give {@link Operation.Refused} in its place.
 */
public interface Registry {

  /**
   * All instances of the service's Cloud Map service, all pages, whoever owns them.
   *
   * @param guard whose owner id marks ours
   */
  Reading<Listing> list(GuardedService service, Guard guard);

  /** Whether Cloud Map has a service of this ARN, in our account and Region. */
  boolean knows(String serviceArn);

  /**
   * One instance, read now. Empty does not prove absence for one registered a moment ago: Cloud Map
   * says so of its own answer.
   */
  Optional<Instance> find(GuardedService service, Guard guard, CloudMapService in, String id);

  /**
   * Waits for the turn of a write: so many in a second that ECS, which shares Cloud Map's limits,
   * is left enough. Every write takes one turn before it.
   *
   * @return whether it came before {@code deadline}; if not, at once, and nothing may be written
   */
  boolean awaitTurn(Instant deadline);

  /** Adds an instance or replaces its attributes as a whole. Doing it twice is the same as once. */
  Operation register(CloudMapService in, Registration registration);

  /** Takes an instance away; one that is already gone has ended well. */
  Operation remove(CloudMapService from, Instance.Removable instance);

  /**
   * Says whether an instance may be answered with, on a service with custom health. Takes effect
   * after some 30 s, and saying it again does not hasten it.
   */
  void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy);

  /**
   * Waits for an operation's end, at most until {@code deadline}.
   *
   * @return how it ended, or {@link Operation.Running} if it had not by then
   */
  Operation follow(Operation.Running operation, Instant deadline);
}
