package ai.hokus.remediation;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Services that the configuration has no more, while something of ours still stands for them: each
 * as it was configured last. Who is configured by another name is retired only as long as an
 * incident is open: the instances are the other name's.
 */
public final class Retired {
  private final Ledger ledger;
  private final Parallel parallel;

  public Retired(Ledger ledger, Parallel parallel) {
    this.ledger = ledger;
    this.parallel = parallel;
  }

  /**
   * Who was found.
   *
   * @param says of whom it could not be read, one line each
   */
  record Found(List<GuardedService> services, List<String> says) {
    Found {
      services = List.copyOf(services);
      says = List.copyOf(says);
    }
  }

  /** One of them, or why it could not be read. */
  private record Read(Optional<GuardedService> service, Optional<String> why) {}

  /** All of them; one that cannot be read hides no other. */
  Found besides(List<GuardedService> configured) {
    var names = configured.stream().map(GuardedService::name).collect(toSet());
    List<Callable<Read>> reads;
    try {
      reads =
          ledger.estates().stream()
              .filter(name -> !names.contains(name))
              .sorted()
              .<Callable<Read>>map(name -> () -> read(name, configured))
              .toList();
    } catch (Unavailable why) {
      return new Found(List.of(), List.of(unread("what is configured no more", why)));
    }
    var all = parallel.all(reads);
    return new Found(
        all.stream().flatMap(read -> read.service().stream()).toList(),
        all.stream().flatMap(read -> read.why().stream()).toList());
  }

  private Read read(String name, List<GuardedService> configured) {
    try {
      var file = ledger.onFile(name).dossier();
      if (file.estate().isEmpty()) {
        return new Read(
            Optional.empty(),
            Optional.of(name + " is configured no more, and what stands of it cannot be read"));
      }
      var retired = file.estate().map(Estate::as);
      return new Read(
          retired.filter(service ->
              file.incident().isPresent()
                  || configured.stream().noneMatch(other -> isTheSame(other, service))),
          Optional.empty());
    } catch (Unavailable why) {
      return new Read(Optional.empty(), Optional.of(unread(name, why)));
    }
  }

  private static boolean isTheSame(GuardedService one, GuardedService other) {
    return one.ecsService().equals(other.ecsService()) && one.cloudMap().equals(other.cloudMap());
  }

  private static String unread(String what, Unavailable why) {
    return what + " could not be looked after: " + why.getMessage();
  }

  /**
   * The one of this name, which is not configured.
   *
   * @throws Unavailable if the ledger did not answer
   */
  Optional<GuardedService> called(String name) {
    return ledger.onFile(name).dossier().estate().map(Estate::as);
  }
}
