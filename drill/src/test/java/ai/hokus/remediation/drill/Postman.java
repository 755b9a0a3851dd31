package ai.hokus.remediation.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who brings events, and how well. He gets those of each stage when it is reached. */
abstract class Postman {
  private final String does;

  private Postman(String does) {
    this.does = does;
  }

  /**
   * What he delivers while the world is at a stage.
   *
   * @param made every event so far, oldest first
   * @param fresh how many of them, the last ones, this stage has made
   */
  abstract List<JsonNode> at(List<JsonNode> made, int fresh);

  /** What he delivers after everything has settled; then he is ready for another scenario. */
  abstract List<JsonNode> late(List<JsonNode> made);

  @Override
  public String toString() {
    return does;
  }

  static Postman good() {
    return new InTime("in order") {
      @Override
      public List<JsonNode> at(List<JsonNode> made, int fresh) {
        return last(made, fresh);
      }
    };
  }

  static Postman repeatingEverything() {
    return new InTime("everything again at every stage, newest first") {
      @Override
      public List<JsonNode> at(List<JsonNode> made, int fresh) {
        return made.reversed();
      }
    };
  }

  static Postman aStageLate() {
    return new Postman("each a stage late, and the newest of all first") {
      private int undelivered;

      @Override
      public List<JsonNode> at(List<JsonNode> made, int fresh) {
        int due = undelivered;
        undelivered = fresh;
        return last(made.subList(0, made.size() - fresh), due).reversed();
      }

      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        var rest = last(made, undelivered);
        undelivered = 0;
        return rest;
      }
    };
  }

  static Postman hoursLate() {
    return new Afterwards("after everything") {
      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        return made;
      }
    };
  }

  static Postman hoursLateInReverse() {
    return new Afterwards("after everything, newest first") {
      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        return made.reversed();
      }
    };
  }

  static Postman losingAllButTheFirst() {
    return new Afterwards("only the first, after everything") {
      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        return made.subList(0, 1);
      }
    };
  }

  static Postman losingEverything() {
    return new Afterwards("none") {
      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        return List.of();
      }
    };
  }

  /** Loses one in eight, delivers one in four twice, each when he likes, shuffled. */
  static Postman drunk(long seed) {
    return new Postman("as chance wants, seed " + seed) {
      private final Random random = new Random(seed);
      private final List<JsonNode> bag = new ArrayList<>();

      @Override
      public List<JsonNode> at(List<JsonNode> made, int fresh) {
        for (var event : last(made, fresh)) {
          int copies = random.nextInt(8) == 0 ? 0 : random.nextInt(4) == 0 ? 2 : 1;
          bag.addAll(Collections.nCopies(copies, event));
        }
        Collections.shuffle(bag, random);
        return takeOut(random.nextInt(bag.size() + 1));
      }

      @Override
      public List<JsonNode> late(List<JsonNode> made) {
        return takeOut(bag.size());
      }

      private List<JsonNode> takeOut(int many) {
        var some = List.copyOf(bag.subList(0, many));
        bag.subList(0, many).clear();
        return some;
      }
    };
  }

  private static List<JsonNode> last(List<JsonNode> events, int many) {
    return events.subList(events.size() - many, events.size());
  }

  /** Has nothing left when everything is over. */
  private abstract static class InTime extends Postman {
    InTime(String does) {
      super(does);
    }

    @Override
    public List<JsonNode> late(List<JsonNode> made) {
      return List.of();
    }
  }

  /** Comes when everything is over. */
  private abstract static class Afterwards extends Postman {
    Afterwards(String does) {
      super(does);
    }

    @Override
    public List<JsonNode> at(List<JsonNode> made, int fresh) {
      return List.of();
    }
  }
}
