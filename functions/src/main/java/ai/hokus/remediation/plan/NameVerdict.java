package ai.hokus.remediation.plan;

/**
 * Whether the guarded service can be found by its name.
 *
 * @param row the row of the design's second table that fitted first
 * @param inWords what was seen, for a report
 */
public record NameVerdict(Row row, String inWords) {

  /** What follows from a verdict. */
  public enum State {
    GOOD,
    HALF,
    SETTLING,
    BROKEN,
    UNKNOWN,
    NOT_APPLICABLE
  }

  /** The rows, in the order in which they are tried. */
  public enum Row {
    ASLEEP("asleep", State.NOT_APPLICABLE),
    EMPTIED("emptied", State.BROKEN),
    SETTLING("settling", State.SETTLING),
    NO_RECORD("noRecord", State.BROKEN),
    GOOD("good", State.GOOD),
    HALF("half", State.HALF),
    ONLY_BY_ADDRESS("onlyByAddress", State.BROKEN),
    REJECTED_BOTH("rejectedBoth", State.GOOD),
    ZONE_NOT_SEEN("zoneNotSeen", State.UNKNOWN),
    BLIND("blind", State.UNKNOWN);

    private final String row;
    private final State state;

    Row(String row, State state) {
      this.row = row;
      this.state = state;
    }

    /** Its name in the design's table, in the reports and in the tests. */
    public String row() {
      return row;
    }
  }

  /** Whether there is reason to ask whether anybody serves by address. */
  public boolean isTroubled() {
    return switch (row) {
      case EMPTIED, SETTLING, NO_RECORD, HALF, ONLY_BY_ADDRESS, REJECTED_BOTH, ZONE_NOT_SEEN ->
          true;
      case ASLEEP, GOOD, BLIND -> false;
    };
  }

  public State state() {
    return row.state;
  }
}
