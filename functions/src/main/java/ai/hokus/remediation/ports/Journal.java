package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Entry;

/** The pen of who holds a lease: writes down what must not be lost, before and after it is done. */
@FunctionalInterface
public interface Journal {

  /** Of a pass that may write nothing. */
  Journal CLOSED =
      entry -> {
        throw new Unavailable("nothing may be written without the lease");
      };

  /**
   * Writes all of it or nothing; doing it twice is the same as once.
   *
   * @throws Unavailable where it is not certain that it stands, also where the lease was lost: then
   *     nothing that relies on it may be done
   */
  void file(Entry entry);
}
