package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.world.DelegatingLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The ledger, in the hands of who makes a mistake with it. */
final class BrokenLedgers {
  private BrokenLedgers() {}

  static Ledger sure(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public void holdEvery(Hold hold) {
        // This is its mistake.
      }
    };
  }

  static Ledger forgetful(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public void file(Lease lease, Entry entry) {
        if (entry.dossier().fallback().flatMap(file -> file.underway()).isEmpty()) {
          super.file(lease, entry);
        }
      }
    };
  }

  static Ledger hasty(Hands hands) {
    return filing(
        hands,
        incident ->
            incident
                .fallback()
                .filter(file -> file.position() instanceof Fallback.Position.Left)
                .map(file -> incident.with(file.withoutUnderway()))
                .orElse(incident));
  }

  static Ledger oblivious(Hands hands) {
    return filing(
        hands,
        incident ->
            new Incident(
                incident.id(),
                incident.service(),
                incident.opened(),
                incident.cause(),
                incident.endpoint(),
                incident.fallback(),
                List.of(),
                incident.timeline(),
                incident.told(),
                incident.closed(),
                incident.undone(),
                incident.registered()));
  }

  /** What is written down of the open incident is this. */
  private static Ledger filing(Hands hands, UnaryOperator<Incident> made) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public void file(Lease lease, Entry entry) {
        super.file(
            lease,
            new Entry(
                entry
                    .dossier()
                    .incident()
                    .map(made)
                    .map(entry.dossier()::with)
                    .orElse(entry.dossier()),
                entry.messages(),
                entry.closed(),
                entry.hold()));
      }
    };
  }

  static Ledger absentMinded(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public Return giveBack(Lease lease, Memory memory) {
        return super.giveBack(lease, Memory.NONE);
      }
    };
  }

  static Ledger greedy(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        return switch (super.take(service, until, latest)) {
          case Turn.Taken taken -> taken;
          case Turn.Busy _ ->
              new Turn.Taken(new Lease(service, 0, until, Holds.NONE, Memory.NONE, Dossier.EMPTY));
        };
      }
    };
  }

  /** Whoever has one takes no other. */
  static Ledger sparing(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      private boolean hasOne;

      @Override
      public Turn take(String service, Instant until, Instant latest) {
        if (hasOne) {
          return new Turn.Taken(
              new Lease(service, 0, until, Holds.NONE, Memory.NONE, Dossier.EMPTY));
        }
        hasOne = true;
        return super.take(service, until, latest);
      }
    };
  }

  static Ledger deaf(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        return switch (super.take(service, until, latest)) {
          case Turn.Busy busy -> busy;
          case Turn.Taken(var lease) ->
              new Turn.Taken(
                  new Lease(
                      lease.service(),
                      lease.fence(),
                      lease.until(),
                      Holds.NONE,
                      lease.memory(),
                      lease.dossier()));
        };
      }
    };
  }

  static Ledger talkative(Hands hands) {
    return new DelegatingLedger(hands.ledger()) {
      private final List<String> held = new ArrayList<>();

      @Override
      public Turn take(String service, Instant until, Instant latest) {
        hands.store().read(PARAMETER).map(Parameter::value).ifPresent(held::add);
        return super.take(service, until, latest);
      }

      @Override
      public void file(Lease lease, Entry entry) {
        super.file(lease, telling(entry, entry.messages().stream().map(this::more)));
      }

      private Message more(Message message) {
        return new Message(
            message.thread(),
            message.number(),
            message.at(),
            message.service(),
            message.weight(),
            message.happened(),
            held,
            message.now(),
            message.you(),
            message.back());
      }
    };
  }

  static Ledger taciturn(Hands hands) {
    return telling(hands, message -> message.number() % 2 == 1);
  }

  static Ledger mute(Hands hands) {
    return telling(hands, _ -> false);
  }

  static Ledger gloomy(Hands hands) {
    return telling(hands, message -> message.weight() != Message.Weight.GOOD);
  }

  /** Of all messages these alone are filed. */
  private static Ledger telling(Hands hands, Predicate<Message> these) {
    return new DelegatingLedger(hands.ledger()) {
      @Override
      public void file(Lease lease, Entry entry) {
        super.file(lease, telling(entry, entry.messages().stream().filter(these)));
      }
    };
  }

  private static Entry telling(Entry entry, Stream<Message> messages) {
    return new Entry(entry.dossier(), messages.toList(), entry.closed(), entry.hold());
  }
}
