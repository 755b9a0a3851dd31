package ai.hokus.remediation.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges from outside that the rules hold all the while: by each call of the functions that changes
 * something and what the local world saw when it came, never by what the program says. Only what is
 * certain counts, however slow the machine is, and whatever has changed since the pass looked.
 *
 * <pre>
 * rule | is broken by
 * -----+-------------------------------------------------------------------------------------------
 *  1   | any call about a foreign instance; one that takes a native one out, or marks it
 *  2   | taking out the instance of a task that is to go on, unless somebody asked for a release
 *  4   | an endpoint at an address where no task of the service has run in the last two minutes
 *  5   | an endpoint that is neither people's value, nor the name, nor the name's form by address;
 *      | any put while the ledger does not hold people's value
 *  8   | a registration that does not lead to a task of the service, at its own address
 *  9   | any other call that changes something; more redeployments than values of the endpoint
 * 10   | a write by another process than the one that took the service's lease last
 * 11   | a write in a turn that began under a pause which still stands
 * </pre>
 *
 * <p>Left out, as one would have to know what the pass saw: 3, 7, which comes first (8), when a
 * last instance may go or is marked (2), what the probe said (4), whether the name was due (5) and
 * whether the race that Cloud Map leaves was lost (1: native ones written over); under a pause,
 * turns in which somebody asked for a move himself. {@link Quiet} judges 6 and 12, the latter by
 * all messages of the while.
 */
final class Onlooker {
  /** What it may do to what is guarded. */
  private static final Pattern GUARDED =
      Pattern.compile(
          "servicediscovery (RegisterInstance|DeregisterInstance|UpdateInstanceCustomHealthStatus)"
              + "|ssm PutParameter|ecs UpdateService");

  /** What it may do to what is its own. */
  private static final Pattern OWN =
      Pattern.compile(
          "dynamodb (UpdateItem|TransactWriteItems)|sns Publish|lambda Invoke \\S*\\bProbe\\b\\S*");

  /** Longer than any invocation: of a task that stopped before, no pass has seen that it runs. */
  private static final double LONGEST_PASS_SECONDS = 120;

  /** The name's form by address; the address is not checked. */
  private static final Pattern BY_ADDRESS = Pattern.compile("http://[0-9.]+:5000");

  private final List<Double> puts = new ArrayList<>();
  private final List<Double> redeployments = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private int seen;
  private int judged;
  private int moves;

  /**
   * @param mark from where on in the world's log; by then the endpoint has {@link Mischief#BEFORE}
   */
  Onlooker(int mark) {
    this.seen = mark;
  }

  /** Up to where it has seen the world's log. */
  int seen() {
    return seen;
  }

  /** What follows in it. */
  void see(World.Witnessed next) {
    seen = next.mark();
    next.calls().stream().map(Write::new).forEach(this::see);
  }

  /** How many writes of the functions were judged. */
  int judged() {
    return judged;
  }

  /** How many of them were about the endpoint. */
  int moves() {
    return moves;
  }

  /** A line for each write that breaks a rule. */
  List<String> breaches() {
    var all = new ArrayList<>(breaches);
    var inOrder = redeployments.stream().sorted().toList();
    for (int index = 0; index < inOrder.size(); index++) {
      double asked = inOrder.get(index);
      long values = puts.stream().filter(put -> put < asked).count();
      if (values <= index) {
        all.add("rule 9: redeployment %d after %d values".formatted(index + 1, values));
      }
    }
    return all;
  }

  private void see(Write write) {
    if (isOfTheEndpoint(write)) {
      puts.add(write.at());
    }
    if (!write.isOfFunctions() || OWN.matcher(write.name()).matches()) {
      return;
    }
    if (!GUARDED.matcher(write.name()).matches()) {
      breach(9, "nothing that the program does", write);
    } else {
      judged++;
      judgeTurn(write);
      switch (write.action()) {
        case "PutParameter" -> {
          moves++;
          judgePut(write);
        }
        case "UpdateService" -> judgeRedeployment(write);
        default -> judgeInstance(write);
      }
    }
  }

  private static boolean isOfTheEndpoint(Write write) {
    return write.action().equals("PutParameter") && write.asked("Name").equals(Mischief.PARAMETER);
  }

  private void judgeTurn(Write write) {
    if (!write.holder().equals(write.key())) {
      breach(10, "not its turn", write);
    }
    if (write.isPaused() && Collections.disjoint(write.askedFor(), Set.of("restore", "fallback"))) {
      breach(11, "paused", write);
    }
  }

  private void judgeInstance(Write write) {
    boolean isRegistration = write.action().equals("RegisterInstance");
    if (write.owner().equals("foreign") || (write.owner().equals("native") && !isRegistration)) {
      breach(1, write.owner(), write);
    }
    if (isRegistration && write.tasks().noneMatch(task -> leadsTo(task, write))) {
      breach(8, "leads to no task", write);
    }
    if (write.action().equals("DeregisterInstance")
        && write.tasks().anyMatch(task -> is(task, "desiredStatus", "RUNNING"))
        && !write.askedFor().contains("release")) {
      breach(2, "its task is to go on", write);
    }
  }

  private static boolean leadsTo(JsonNode task, Write write) {
    return is(task, "service", write.guarded())
        && task.path("ran").asBoolean()
        && is(task, "ip", write.asked().at("/Attributes/AWS_INSTANCE_IPV4").asText());
  }

  private void judgePut(Write write) {
    var value = write.asked("Value");
    if (!isOfTheEndpoint(write)
        || !write.asked().path("Overwrite").asBoolean()
        || write.asked().has("Type")) {
      breach(9, "makes a parameter, or is about another one", write);
    } else if (!write.kept().equals(Mischief.BEFORE)) {
      breach(5, "what was there before is not kept", write);
    } else if (BY_ADDRESS.matcher(value).matches()) {
      if (write.tasks().noneMatch(task -> ranLately(task, write))) {
        breach(4, "nobody there", write);
      }
    } else if (!value.equals(Mischief.BEFORE) && !value.equals(Mischief.BY_NAME)) {
      breach(5, "neither by name nor by address", write);
    }
  }

  private static boolean ranLately(JsonNode task, Write write) {
    return is(task, "service", write.guarded())
        && task.path("ran").asBoolean()
        && task.path("stoppedFor").asDouble() < LONGEST_PASS_SECONDS;
  }

  private void judgeRedeployment(Write write) {
    if (!write.asked("service").equals(Mischief.CONSUMER)
        || !write.asked().path("forceNewDeployment").asBoolean()
        || !write.hasOnly("cluster", "service", "forceNewDeployment")) {
      breach(9, "changes a service", write);
    } else if (write.isDone()) {
      redeployments.add(write.at());
    }
  }

  private void breach(int rule, String why, Write write) {
    breaches.add("rule %d: %s: %s".formatted(rule, why, write));
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }
}
