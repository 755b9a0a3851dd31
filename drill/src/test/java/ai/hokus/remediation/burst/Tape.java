package ai.hokus.remediation.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several environments did, in one order. */
final class Tape {

  /** What one of them did. */
  enum What {
    /** The ledger had given it the lease. */
    HOLDS,
    /** It is about to give it back. */
    GIVES_BACK,
    /** It begins or ends a call to ECS or Cloud Map. */
    CALLS
  }

  private record Entry(int environment, What what) {}

  private final List<Entry> entries = new ArrayList<>();

  synchronized void record(int environment, What what) {
    entries.add(new Entry(environment, what));
  }

  /** Every place where two had the lease, or one called without it; one line each. */
  synchronized List<String> overlaps() {
    var found = new ArrayList<String>();
    var holder = Optional.<Integer>empty();
    for (var entry : entries) {
      var me = Optional.of(entry.environment());
      if (!holder.equals(entry.what() == What.HOLDS ? Optional.empty() : me)) {
        found.add(entry + " while the lease is with " + holder);
      }
      holder =
          switch (entry.what()) {
            case HOLDS -> me;
            case GIVES_BACK -> Optional.empty();
            case CALLS -> holder;
          };
    }
    return found;
  }
}
