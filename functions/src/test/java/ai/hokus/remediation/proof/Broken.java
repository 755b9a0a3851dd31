package ai.hokus.remediation.proof;

import ai.hokus.remediation.execution.BrokenExecutor;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.rules.BrokenEndpointMind;
import ai.hokus.remediation.rules.BrokenMind;
import ai.hokus.remediation.world.Altered;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The program, broken on purpose: each makes a tempting mistake, and must be caught by a rule.
 *
 * @param in the part of it that makes the mistake
 * @param does the mistake, in words
 * @param rule the number of the rule that it breaks
 */
record Broken(String in, String does, int rule, UnaryOperator<Hands> hands) {
  private static final String READING = "reading";
  private static final String EXECUTOR = "executor";
  private static final String SNAPSHOT = "snapshot";
  private static final String HOLDS = "holds";

  private static final Vigil GOOD_FOR_LONG =
      Vigil.NONE.ofName(Optional.empty(), Optional.of(Instant.EPOCH), 100, Optional.empty());

  static Stream<Broken> all() {
    return Stream.of(inReading(), inThePlanner(), inTheExecutor(), inWhatIsKeptAndTold())
        .flatMap(part -> part);
  }

  private static Stream<Broken> inReading() {
    return Stream.of(
        new Broken(
            READING,
            "takes what is foreign for its own",
            1,
            hands -> hands.registry(BrokenPorts.takingAllForOurs(hands.registry()))),
        new Broken(
            READING,
            "takes a missing task for stopped",
            2,
            hands -> hands.catalog(BrokenPorts.takingMissingForStopped(hands.catalog()))),
        new Broken(
            READING,
            "takes tasks to be described in the order in which it asked",
            2,
            hands -> hands.catalog(BrokenPorts.mixingUp(hands.catalog()))),
        new Broken(
            READING,
            "takes whom it could not ask about for stopped",
            3,
            hands -> hands.catalog(BrokenPorts.takingUnreadForStopped(hands.catalog()))),
        new Broken(
            READING,
            "takes it that nobody stands where it cannot see",
            1,
            hands -> hands.registry(BrokenPorts.lookingAtNobody(hands.registry()))),
        new Broken(
            READING,
            "takes an ECS service that it cannot read for one that registers nobody",
            3,
            hands -> hands.catalog(BrokenPorts.guessingTheService(hands.catalog()))),
        new Broken(
            READING,
            "takes every container for healthy",
            4,
            hands -> hands.catalog(BrokenPorts.seeingNoSickness(hands.catalog()))),
        new Broken(
            READING,
            "believes that every address answers",
            4,
            hands -> hands.prober(BrokenPorts.hearingThatAllIsWell(hands.prober()))),
        new Broken(
            READING,
            "asks by the name, and takes it for an answer by the address",
            4,
            hands -> hands.prober(BrokenPorts.askingByName(hands.prober()))),
        new Broken(
            READING,
            "keeps the address of the first task that it saw",
            4,
            hands -> hands.catalog(BrokenPorts.keepingTheFirstAddress(hands.catalog()))),
        new Broken(
            READING,
            "never sees what it wrote",
            7,
            hands -> hands.registry(BrokenPorts.showingNoPort(hands.registry()))),
        new Broken(
            READING,
            "never hears that the name works",
            8,
            hands -> hands.prober(BrokenPorts.hearingOfNoName(hands.prober()))),
        new Broken(
            READING,
            "deploys consumers until they look new",
            9,
            hands -> hands.consumers(BrokenPorts.seeingOldOnes(hands.consumers()))));
  }

  /** As {@code rules/} has them, but for who returns too soon: that takes several passes to see. */
  private static Stream<Broken> inThePlanner() {
    return Stream.of(
        planner("overwrites what is not ours", 1),
        planner("empties the name at once", 2),
        planner("drains the last one", 2),
        planner("takes the sick away", 2),
        planner("calls all unhealthy that are", 2),
        planner("takes all that are missing at once", 2),
        planner("trusts its view whatever it sees", 2),
        planner("takes a page for the list", 3),
        planner("takes every deployment for a rolling one", 3),
        planner("writes what is there", 7),
        planner("registers who is down", 8),
        planner("registers tasks under ids of its own, which ECS does not know", 8),
        planner("takes what is listed for what is answered with", 8),
        endpointPlanner("takes it that everybody answers", 4),
        endpointPlanner("takes what it wrote for what was there before", 5),
        endpointPlanner("puts the name there, whatever was there before", 5),
        endpointPlanner("puts back an address that nobody knows any more", 5),
        endpointPlanner("waits for no alarm", 6),
        endpointPlanner("has one task serve for many", 6),
        endpointPlanner("takes following for entering", 6),
        endpointPlanner("stands back for ever", 6),
        endpointPlanner("forgets how often it entered", 6),
        endpointPlanner("forgets that the name was good", 6),
        new Broken(
            "endpoint's planner",
            "returns as soon as the name is good",
            6,
            hands ->
                hands.wits(wits ->
                    wits.endpointPlanner(view ->
                        new EndpointPlanner()
                            .plan(new Altered(view).vigil(GOOD_FOR_LONG).view())))),
        endpointPlanner("takes a put that nobody heard of for one that was not made", 6),
        endpointPlanner("gives a registration no time", 8),
        endpointPlanner("makes a parameter anew that is gone", 9),
        endpointPlanner("enters although a person had it undone", 11));
  }

  private static Broken planner(String does, int rule) {
    return new Broken(
        "planner", does, rule, hands -> hands.wits(wits -> wits.planner(BrokenMind.planner(does))));
  }

  private static Broken endpointPlanner(String does, int rule) {
    return new Broken(
        "endpoint's planner",
        does,
        rule,
        hands -> hands.wits(wits -> wits.endpointPlanner(BrokenEndpointMind.planner(does))));
  }

  private static Stream<Broken> inTheExecutor() {
    return Stream.of(
        new Broken(
            EXECUTOR,
            "takes away before it adds",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAwayFirst))),
        new Broken(
            EXECUTOR,
            "takes away although what it adds failed",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAwayAllTheSame))),
        new Broken(
            EXECUTOR,
            "takes what was accepted for done",
            2,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::takingAcceptedForDone))),
        new Broken(
            EXECUTOR,
            "forgets which operation is under way",
            8,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::forgettingWhatIsUnderway))),
        new Broken(
            EXECUTOR,
            "tries no more once one has failed",
            10,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::givingUp))),
        new Broken(
            EXECUTOR,
            "does what is held back, too",
            11,
            hands -> hands.wits(wits -> wits.staffing(BrokenExecutor::doingWhatIsHeldBack))));
  }

  private static Stream<Broken> inWhatIsKeptAndTold() {
    return Stream.of(
        new Broken(
            EXECUTOR,
            "tells chat before it registers, and gives up where that is down",
            12,
            hands -> hands.registry(BrokenPorts.tellingChatFirst(hands.registry(), hands.chat()))),
        new Broken(
            "outbox",
            "tells what the endpoint held before",
            5,
            hands -> hands.ledger(BrokenLedgers.talkative(hands))),
        new Broken(
            SNAPSHOT,
            "writes nothing down before it writes",
            5,
            hands -> hands.ledger(BrokenLedgers.forgetful(hands))),
        new Broken(
            SNAPSHOT,
            "takes a put for lost that a read did not show",
            6,
            hands -> hands.ledger(BrokenLedgers.hasty(hands))),
        new Broken(
            SNAPSHOT,
            "forgets that it asked for a deployment",
            9,
            hands -> hands.ledger(BrokenLedgers.oblivious(hands))),
        new Broken(
            "memory",
            "remembers nothing of earlier passes",
            6,
            hands -> hands.ledger(BrokenLedgers.absentMinded(hands))),
        new Broken(
            HOLDS,
            "writes down no doubt of what it sees",
            8,
            hands -> hands.ledger(BrokenLedgers.sure(hands))),
        new Broken(
            "lease",
            "takes a lease that another holds",
            10,
            hands -> hands.ledger(BrokenLedgers.greedy(hands))),
        new Broken(
            "lease",
            "takes one lease for all that it visits",
            10,
            hands -> hands.ledger(BrokenLedgers.sparing(hands))),
        new Broken(
            HOLDS, "is deaf to a pause", 11, hands -> hands.ledger(BrokenLedgers.deaf(hands))),
        new Broken(
            "outbox",
            "loses every second message",
            12,
            hands -> hands.ledger(BrokenLedgers.taciturn(hands))),
        new Broken(
            "outbox",
            "files no message at all",
            12,
            hands -> hands.ledger(BrokenLedgers.mute(hands))),
        new Broken(
            "outbox",
            "files no good news",
            12,
            hands -> hands.ledger(BrokenLedgers.gloomy(hands))));
  }

  @Override
  public String toString() {
    return in + " " + does + ": caught by rule " + rule;
  }
}
