package ai.hokus.remediation;

import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sees who has a turn, who writes, who was sent away and who looks. */
final class Watch {
  private static final Set<String> WRITES = Set.of("register", "remove", "pushHealth");

  private final Interleaving interleaving;
  private final InstantSource clock;
  private final Set<SimulatedInvocation> holders = new HashSet<>();
  private final List<Instant> sentAway = new ArrayList<>();
  private final List<Instant> looks = new ArrayList<>();
  private int writes;
  private int overlaps;

  Watch(Interleaving interleaving, InstantSource clock) {
    this.interleaving = interleaving;
    this.clock = clock;
  }

  int writes() {
    return writes;
  }

  /** How many of them were made without a turn, or while another had one, too. */
  int overlaps() {
    return overlaps;
  }

  /** How many were sent away, as another would look again, and nobody looked. */
  long unheard() {
    return sentAway.stream()
        .filter(ring -> looks.stream().allMatch(look -> look.isBefore(ring)))
        .count();
  }

  Registry over(Registry registry) {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              if (method.getName().equals("list")) {
                looks.add(clock.instant());
              } else if (WRITES.contains(method.getName())) {
                write();
              }
              try {
                return method.invoke(registry, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void write() {
    var now = clock.instant();
    var able = holders.stream().filter(holder -> !holder.isOver(now)).toList();
    writes++;
    if (!able.equals(List.of(interleaving.current()))) {
      overlaps++;
    }
  }

  Ledger over(Ledger ledger) {
    return new DelegatingLedger(ledger) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        var turn = super.take(service, until, latest);
        switch (turn) {
          case Turn.Taken _ -> holders.add(interleaving.current());
          case Turn.Busy _ -> sentAway.add(clock.instant());
        }
        return turn;
      }

      @Override
      public Return giveBack(Lease lease, Memory memory) {
        var end = super.giveBack(lease, memory);
        if (!(end instanceof Return.Rung)) {
          holders.remove(interleaving.current());
        }
        return end;
      }

      @Override
      public Optional<Lease> renew(Lease lease, Memory memory) {
        var renewed = super.renew(lease, memory);
        if (renewed.isEmpty()) {
          holders.remove(interleaving.current());
        }
        return renewed;
      }

      @Override
      public void leave(Lease lease, Memory memory) {
        super.leave(lease, memory);
        holders.remove(interleaving.current());
      }
    };
  }
}
