package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Text;
import java.time.Instant;
import java.util.Optional;

/** One change to the outside world. */
public sealed interface Action extends Step {

  /** What it does, in a few words and without the reason: {@code register 10.0.3.17:5000}. */
  String inWords();

  /** A change to Cloud Map's instances. */
  sealed interface OnRegistry extends Action permits Register, Withdraw, PushHealth {

    /**
     * Whether something that consumers may be using goes away: such actions wait after a failure.
     */
    boolean isDestructive();
  }

  /** A change to where consumers are told to find the service. */
  sealed interface OnEndpoint extends Action permits Move, Redeploy {}

  /**
   * Adds a task's instance, or replaces the attributes of ours.
   *
   * @param listingGoodUntil until when it may be written on the strength of what was listed; later,
   *     and at once where there is none (the list may lag, or is incomplete), the instance itself
   *     is read first, and left if it is not ours or already as it should be
   */
  record Register(
      CloudMapService in,
      Registration registration,
      Optional<Instant> listingGoodUntil,
      Situation situation,
      String because)
      implements OnRegistry {
    /** Whether the instance itself has to be read before it is written at {@code now}. */
    public boolean looksFirst(Instant now) {
      return listingGoodUntil.filter(now::isBefore).isEmpty();
    }

    @Override
    public String inWords() {
      return "register "
          + registration.address()
          + ":"
          + registration.port()
          + " for task "
          + registration.task();
    }

    @Override
    public boolean isDestructive() {
      return false;
    }
  }

  /** Takes one of ours out, or one that ECS left behind. */
  record Withdraw(
      CloudMapService from, Instance.Removable instance, Situation situation, String because)
      implements OnRegistry {
    @Override
    public String inWords() {
      return "withdraw "
          + instance.whose()
          + " "
          + instance.id()
          + instance.address().map(address -> " (" + address + ")").orElse("");
    }

    @Override
    public boolean isDestructive() {
      return true;
    }
  }

  /** Tells Cloud Map whether one of ours may be answered with; to say no counts as a removal. */
  record PushHealth(
      CloudMapService in,
      Instance.Ours instance,
      boolean healthy,
      Situation situation,
      String because)
      implements OnRegistry {
    @Override
    public String inWords() {
      return "mark " + instance.id() + (healthy ? " healthy" : " unhealthy");
    }

    @Override
    public boolean isDestructive() {
      return !healthy;
    }
  }

  /**
   * Writes the endpoint parameter.
   *
   * @param read as the pass read it: written over nothing else
   * @param then where the endpoint is after it
   */
  record Move(
      Parameter read, Target to, Fallback.Position then, Situation situation, String because)
      implements OnEndpoint {

    @Override
    public String inWords() {
      return "set " + read.name() + " to " + to.inWords();
    }

    /** Whether it leaves the name: limited by policy and budget, as nothing else is. */
    public boolean isEntry() {
      return situation == Situation.FALLBACK_ENTER;
    }

    /** What has to be on file before it is sent. What may be a secret is left out. */
    public Fallback.Underway underway(Instant at) {
      return new Fallback.Underway(
          to instanceof Target.Value(var value) ? Optional.of(value) : Optional.empty(),
          read.version(),
          at,
          then);
    }
  }

  /** What a parameter is to hold. */
  sealed interface Target {
    String inWords();

    /** An address in the form that consumers parse, or the name. */
    record Value(EndpointValue value) implements Target {
      @Override
      public String inWords() {
        return Text.brief(value.text());
      }
    }

    /** What was there before the fallback, byte for byte. */
    record Before(Snapshot snapshot) implements Target {
      @Override
      public String inWords() {
        return snapshot.shown();
      }
    }

    /** What somebody wrote whom we wrote over: a version of the parameter's history. */
    record Others(long version) implements Target {
      @Override
      public String inWords() {
        return "what version " + version + " held";
      }
    }
  }

  /** Asks ECS for a new deployment of a consumer, with nothing changed. */
  record Redeploy(String ecsService, Situation situation, String because) implements OnEndpoint {
    @Override
    public String inWords() {
      return "redeploy " + ecsService;
    }
  }
}
