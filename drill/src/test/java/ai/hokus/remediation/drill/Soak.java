package ai.hokus.remediation.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Events of all kinds, one on the heels of the other, while the world changes and processes are
 * killed. What is sent, in which order, what happens to the world and who is killed is the seed's;
 * at which of its calls a process meets its end is the machine's.
 */
final class Soak {
  /** As Lambda has it of an event: after the first time, so many more. */
  private static final int RETRIES = 2;

  /** Events that are hardly late. */
  private static final int NEWEST = 30;

  /** Until what was sent is on its way. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Shorter than most passes take, so that a kill comes anywhere in one. */
  private static final int LONGEST_PAUSE_MILLIS = 100;

  /** Most kills meet a pass, whose function is there more often than others. */
  private static final List<String> VICTIMS =
      List.of(
          "TaskStateChanged",
          "TaskStateChanged",
          "TaskStateChanged",
          "AlarmChanged",
          "Sweep",
          "Sweep",
          "Rollback",
          "Notify",
          "Probe");

  private static final List<String> REQUESTS =
      List.of("pause", "resume", "resume", "resume", "restore", "fallback", "release", "status");

  private final World world;
  private final Size size;
  private final SplittableRandom mailRandom;
  private final SplittableRandom killRandom;
  private final Mischief mischief;
  private final Runnable between;

  private final Queue<Letter> mail = new ConcurrentLinkedQueue<>();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicBoolean isWriting = new AtomicBoolean(true);
  private final AtomicBoolean isOver = new AtomicBoolean();

  /**
   * How much of it.
   *
   * @param senders how many events are on their way at a time
   * @param killEvery so many events are handled from one kill to the next, on average: by the clock
   *     a slow machine's processes would be killed before they do anything
   */
  record Size(int events, int senders, int killEvery) {}

  /** An invocation, and how often it may be tried again. */
  private record Letter(String function, String body, int retries) {}

  /**
   * @param services those beside MLflow
   * @param between what to look at after each thing that happened to the world
   */
  Soak(World world, long seed, Size size, List<String> services, Runnable between) {
    var random = new SplittableRandom(seed);
    this.world = world;
    this.size = size;
    this.mailRandom = random.split();
    this.killRandom = random.split();
    this.mischief = new Mischief(world, random.split(), services);
    this.between = between;
  }

  /** How many events came to an end: handled, or given up as Lambda does. */
  int ended() {
    return handled.get() + givenUp.get();
  }

  /** How many of them were given up: whose function failed each time, or was killed. */
  int givenUp() {
    return givenUp.get();
  }

  /** How many processes were killed at their work. */
  int kills() {
    return kills.get();
  }

  /** Returns once each event was handled, or given up as Lambda does, and no fault is left. */
  void run() throws Exception {
    try (var threads = Executors.newFixedThreadPool(size.senders() + 2)) {
      var killing = threads.submit(this::kill);
      var happening = threads.submit(this::happen);
      try {
        awaitAll(Stream.generate(() -> threads.submit(this::send)).limit(size.senders()).toList());
      } finally {
        isOver.set(true);
      }
      awaitAll(List.of(happening, killing));
    }
    mischief.end();
  }

  private Void happen() {
    try {
      while (written.get() < size.events()) {
        mischief.happen();
        between.run();
        write(world.events());
      }
      return null;
    } finally {
      isWriting.set(false);
    }
  }

  private Void kill() {
    int next = 1;
    while (!isOver.get()) {
      if (handled.get() < next || !isKilled(VICTIMS.get(killRandom.nextInt(VICTIMS.size())))) {
        World.pause(Duration.ofMillis(killRandom.nextInt(LONGEST_PAUSE_MILLIS)));
      } else {
        kills.incrementAndGet();
        next = handled.get() + 1 + killRandom.nextInt(2 * size.killEvery());
      }
    }
    return null;
  }

  /** Whether there was one at its work. */
  private boolean isKilled(String function) {
    return world.tell("kill-function", function).at("/killed").asBoolean();
  }

  private Void send() {
    while (isWriting.get() || !mail.isEmpty()) {
      var letter = mail.poll();
      if (letter == null) {
        World.pause(Duration.ofMillis(5));
      } else {
        deliver(letter);
      }
    }
    return null;
  }

  /** A failure is no finding here: it is tried again, as Lambda does, or the sweep comes. */
  private void deliver(Letter letter) {
    try {
      world.invokeWith(letter.function(), letter.body());
      handled.incrementAndGet();
    } catch (World.FunctionError failed) {
      if (letter.retries() > 0) {
        mail.add(new Letter(letter.function(), letter.body(), letter.retries() - 1));
      } else {
        givenUp.incrementAndGet();
      }
    }
  }

  /** What is sent before the next thing happens: some of the events so far, old ones, too. */
  private void write(List<JsonNode> made) {
    int many = Math.min(5 + mailRandom.nextInt(20), size.events() - written.get());
    mail.addAll(Stream.generate(() -> letter(made)).limit(many).toList());
    written.addAndGet(many);
    World.await(PATIENCE, () -> mail.size() < size.senders());
  }

  private Letter letter(List<JsonNode> made) {
    int kind = mailRandom.nextInt(20);
    if (kind == 0) {
      return new Letter("Sweep", "{}", 0);
    }
    if (kind <= 2) {
      return new Letter("Rollback", request(), 0);
    }
    // The newest three times out of four: the older ones are late.
    int among = mailRandom.nextInt(4) == 0 ? made.size() : Math.min(NEWEST, made.size());
    int back = mailRandom.nextInt(among);
    var event = made.get(made.size() - 1 - back);
    var isAlarm = event.at("/source").asText().equals("aws.cloudwatch");
    return new Letter(isAlarm ? "AlarmChanged" : "TaskStateChanged", event.toString(), RETRIES);
  }

  private String request() {
    var action = REQUESTS.get(mailRandom.nextInt(REQUESTS.size()));
    return "{\"action\": \"%s\", \"service\": \"mlflow\", \"by\": \"somebody\"}".formatted(action);
  }

  private static void awaitAll(List<? extends Future<?>> threads) throws Exception {
    for (var thread : threads) {
      thread.get();
    }
  }
}
