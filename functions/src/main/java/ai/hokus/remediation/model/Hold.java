package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person asked for.
 *
 * @param until when it ends by itself; absent: when a person resumes
 * @param why the person's own words; may be empty
 * @param by who says that it was him: a claim, which nobody checks; may be empty
 * @param forced whether it is to be done although the program would refuse it
 * @param since when it was asked for; absent where an older version wrote it down
 * @param request id of the request, by which CloudTrail has the caller; empty where there was none
 * @param undoes what is not to be done again, of an {@link Kind#UNDO}: an incident each. None where
 *     an older version wrote it down: then everything is meant
 */
public record Hold(
    Kind kind,
    Optional<Instant> until,
    String why,
    String by,
    boolean forced,
    Optional<Instant> since,
    String request,
    List<Reversal> undoes) {
  public Hold {
    undoes = List.copyOf(undoes);
  }

  /** Of which it is not known when it was asked for. */
  public Hold(Kind kind, Optional<Instant> until, String why, String by, boolean forced) {
    this(kind, until, why, by, forced, Optional.empty(), "", List.of());
  }

  /** Of one who does not say who he is, and forces nothing. */
  public Hold(Kind kind, Optional<Instant> until, String why) {
    this(kind, until, why, "", false);
  }

  /** The same, asked for then. */
  public Hold asked(Instant at, String id) {
    return new Hold(kind, until, why, by, forced, Optional.of(at), id, undoes);
  }

  /** The same, about these. */
  public Hold undoing(List<Reversal> all) {
    return new Hold(kind, until, why, by, forced, since, request, all);
  }

  /** What is asked for. */
  public enum Kind {
    /** No write at all: everything is looked at, and said. */
    PAUSE,
    /** The endpoint by its name, and not by an address; tasks are registered. */
    RESTORE,
    /** The endpoint by an address: followed, and not left. */
    FALLBACK,
    /** No registration; a fallback is followed and left. */
    RELEASE,
    /** What an incident did is taken back where it still stands, and not done again. */
    UNDO,
    /**
     * Hands off the endpoint. The program's own: somebody else wrote it, and only a person can say
     * what was meant.
     */
    ENDPOINT,
    /**
     * So many names look broken at once that our view may be wrong: no address without an alarm.
     * The program's own, on every service, and it ends by itself.
     */
    DOUBT
  }

  /** As a report says it: {@code paused until 2026-03-02T13:00:00Z: deploying}. */
  public String inWords() {
    var why = Text.brief(why());
    var what =
        switch (kind) {
          case PAUSE -> "paused";
          case RESTORE -> "the endpoint by its name";
          case FALLBACK -> "the endpoint by an address";
          case RELEASE -> "released";
          case UNDO -> undoneInWords();
          case ENDPOINT -> "hands off the endpoint";
          case DOUBT -> "in doubt of what is seen";
        };
    return what
        + " until "
        + until.map(Object::toString).orElse("a person resumes")
        + (by.isEmpty() ? "" : ", asked for by somebody who says to be " + Text.brief(by))
        + (forced ? ", forced" : "")
        + (why.isEmpty() ? "" : ": " + why);
  }

  /** Whether what this incident did is not to be done again. */
  public boolean undoes(String incident) {
    return kind == Kind.UNDO
        && (undoes.isEmpty() || undoes.stream().anyMatch(each -> each.incident().equals(incident)));
  }

  /**
   * Whether no task is to be registered: what was withdrawn or undone is not done again.
   *
   * @param open the incident that is open, which may have done more since
   */
  public boolean forbidsRegistering(Optional<Incident> open) {
    return switch (kind) {
      case RELEASE -> true;
      case UNDO ->
          undoes.isEmpty()
              || undoes.stream().anyMatch(each -> !each.with(open).registered().isEmpty());
      case PAUSE, RESTORE, FALLBACK, ENDPOINT, DOUBT -> false;
    };
  }

  /**
   * Whether ours of this task is to be withdrawn.
   *
   * @param open the incident that is open, which may have done more since
   */
  public boolean takesBack(TaskId task, Optional<Incident> open) {
    return switch (kind) {
      case RELEASE -> true;
      case UNDO ->
          undoes.isEmpty()
              || undoes.stream().anyMatch(each -> each.with(open).registered().contains(task));
      case PAUSE, RESTORE, FALLBACK, ENDPOINT, DOUBT -> false;
    };
  }

  /**
   * Whether the endpoint is not to be moved to an address.
   *
   * @param open the incident that is open: where it was undone, it does not move it either
   */
  public boolean forbidsMoving(Optional<Incident> open) {
    return switch (kind) {
      case RESTORE, RELEASE, ENDPOINT -> true;
      case UNDO ->
          open.filter(incident -> undoes(incident.id())).isPresent()
              || undoes.isEmpty()
              || undoes.stream().anyMatch(Reversal::moved);
      case PAUSE, FALLBACK, DOUBT -> false;
    };
  }

  private String undoneInWords() {
    return undoes.isEmpty()
        ? "undone"
        : "undone what was done in "
            + String.join(" and ", undoes.stream().map(Reversal::incident).toList());
  }

  public boolean isOver(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
