package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link Ledger} promises. Kept by the adapter in the local world and over a table in memory,
 * and by the fake, so that what is proven with the fake holds for the adapter.
 */
public abstract class LedgerContract extends FilingContract {
  @Test
  void takesNothingThatThereIsNoTimeFor() {
    assertThatThrownBy(() -> ledger.take(service, LATER, NOON))
        .isInstanceOf(Unavailable.class)
        .hasMessage("there was no time left to take the lease of " + service);

    assertThat(take().until()).isEqualTo(LATER);
  }

  @Test
  void knowsNothingOfAServiceThatItWasNeverToldAbout() {
    var lease = take();

    assertThat(lease).isEqualTo(new Lease(service, lease.fence(), LATER, Holds.NONE, Memory.NONE));
  }

  @Test
  void makesTheOwnerOnce() {
    var made = ledger.owner();

    assertThat(ledger(clock, "another-stack").owner())
        .isEqualTo(made)
        .isNotEqualTo("another-stack");
  }

  @Test
  void keepsWhatAPassRemembers() {
    assertThat(ledger.giveBack(take(), MEMORY)).isEqualTo(new Return.Returned());

    var next = take();
    assertThat(next.memory()).isEqualTo(MEMORY);

    ledger.leave(next, Memory.NONE);
    assertThat(take().memory()).isEqualTo(Memory.NONE);
  }

  @Test
  void countsTheHolders() {
    var first = take();
    ledger.giveBack(first, Memory.NONE);

    assertThat(take().fence()).isGreaterThan(first.fence());
  }

  @Test
  void givesTheLeaseToOneAtATime() {
    take();

    assertThat(ledger.take(service, LATER.plusSeconds(20), Instant.MAX))
        .isEqualTo(new Turn.Busy(LATER));
    assertThat(ledger.take(service, LATER.plusSeconds(20), Instant.MAX))
        .isEqualTo(new Turn.Busy(LATER));
  }

  @Test
  void tellsTheHolderThatSomebodyRang() {
    var lease = take();
    ring();
    ring();

    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Rung());
    assertThat(ledger.take(service, LATER, Instant.MAX))
        .as("goes on holding it")
        .isInstanceOf(Turn.Busy.class);
    assertThat(ledger.giveBack(lease, MEMORY)).as("until renewed").isEqualTo(new Return.Rung());
  }

  @Test
  void goesOnHoldingWhatIsRenewed() {
    var lease = take();
    ring();

    assertThat(ledger.renew(lease, MEMORY)).contains(with(lease, MEMORY));
    assertThat(ledger.renew(lease, MEMORY)).as("twice").contains(with(lease, MEMORY));

    assertThat(ledger.take(service, LATER, Instant.MAX)).isInstanceOf(Turn.Busy.class);
    assertThat(ledger.giveBack(lease, MEMORY)).as("rung again").isEqualTo(new Return.Rung());
    ledger.renew(lease, MEMORY);
    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Returned());
  }

  @Test
  void showsWhatIsOnFileAndChangesNothing() {
    assertThat(ledger.onFile(service).heldUntil()).isEmpty();
    assertThat(ledger.onFile(service).memory()).isEqualTo(Memory.NONE);

    ledger.hold(service, PAUSE);
    var lease = take();

    var seen = ledger.onFile(service);
    assertThat(seen.heldUntil()).contains(lease.until());
    assertThat(seen.holds()).isEqualTo(new Holds(List.of(PAUSE)));
    assertThat(seen.onEvery()).isEqualTo(ledger.holdsOnEvery());
    assertThat(seen.dossier()).isEqualTo(lease.dossier());

    assertThat(ledger.giveBack(lease, MEMORY)).as("nobody rang").isEqualTo(new Return.Returned());
    assertThat(ledger.onFile(service).heldUntil()).isEmpty();
    assertThat(ledger.onFile(service).memory()).isEqualTo(MEMORY);
  }

  @Test
  void keepsWhenAndByWhichRequestWhatIsUndone() {
    var undo =
        new Hold(Hold.Kind.UNDO, Optional.empty(), "no incident", "alice", true)
            .asked(NOON.plusMillis(7), "request-1")
            .undoing(
                List.of(
                    new Reversal("mlflow-20250801T120000Z", List.of(Sample.A, Sample.B), true),
                    new Reversal("mlflow-20250801T110000Z", List.of(), false)));

    ledger.hold(service, undo);

    assertThat(take().holds()).isEqualTo(new Holds(List.of(undo)));
  }

  @Test
  void renewsNoLeaseThatWasGivenBack() {
    var lease = take();
    ledger.giveBack(lease, MEMORY);

    assertThat(ledger.renew(lease, Memory.NONE)).isEmpty();
    assertThat(take().memory()).isEqualTo(MEMORY);
  }

  @Test
  void keepsTheMarkForWhomeverComesNext() {
    var lease = take();
    ring();

    ledger.leave(lease, MEMORY);

    var next = take();
    assertThat(next.memory()).isEqualTo(MEMORY);
    assertThat(ledger.giveBack(next, MEMORY))
        .as("heard by taking")
        .isEqualTo(new Return.Returned());
  }

  @Test
  void givesBackOnce() {
    var lease = take();
    ledger.giveBack(lease, MEMORY);

    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Returned());

    var next = take();
    assertThat(ledger.giveBack(lease, Memory.NONE)).isEqualTo(new Return.Lost());
    assertThat(ledger.giveBack(next, MEMORY)).isEqualTo(new Return.Returned());
  }

  @Test
  void takesBackALeaseThatEnded() {
    var late = take();
    now = LATER;

    assertThat(take(LATER.plusSeconds(35)).fence()).isGreaterThan(late.fence());
  }

  @Test
  void letsALateHolderChangeNothing() {
    var late = take();
    now = LATER;
    var next = take(LATER.plusSeconds(35));

    assertThat(ledger.giveBack(late, MEMORY)).isEqualTo(new Return.Lost());
    assertThat(ledger.renew(late, MEMORY)).isEmpty();
    ledger.leave(late, MEMORY);
    assertThat(ledger.take(service, LATER, Instant.MAX))
        .as("held all the same")
        .isInstanceOf(Turn.Busy.class);
    assertThat(ledger.giveBack(late, MEMORY)).isEqualTo(new Return.Lost());

    now = next.until();
    assertThat(take(now.plusSeconds(35)).memory()).isEqualTo(Memory.NONE);
  }

  @Test
  void letsNoLateHolderClearTheMark() {
    var late = take();
    now = LATER;
    var next = take(LATER.plusSeconds(35));
    ring();

    ledger.giveBack(late, MEMORY);
    ledger.renew(late, MEMORY);

    assertThat(ledger.giveBack(next, Memory.NONE)).isEqualTo(new Return.Rung());
  }

  @Test
  void letsALateHolderGiveBackWhatNobodyTook() {
    var late = take();
    now = LATER.plusSeconds(1);

    assertThat(ledger.giveBack(late, MEMORY)).isEqualTo(new Return.Returned());
    assertThat(take(now.plusSeconds(1)).memory()).isEqualTo(MEMORY);
  }

  @Test
  void tellsEachHolderWhatPeopleAskedFor() {
    assertThat(ledger.hold(service, PAUSE)).as("nobody to be told").isEmpty();

    assertThat(take().holds()).isEqualTo(new Holds(List.of(PAUSE)));
  }

  @Test
  void keepsTheLatestHoldOfAKind() {
    var forAnHour = new Hold(Hold.Kind.PAUSE, Optional.of(NOON.plusSeconds(3600)), "");
    ledger.hold(service, PAUSE);
    ledger.hold(service, forAnHour);

    assertThat(take().holds()).isEqualTo(new Holds(List.of(forAnHour)));
  }

  @ParameterizedTest
  @EnumSource
  void keepsAHoldOfEachKind(Hold.Kind kind) {
    var hold = new Hold(kind, Optional.of(NOON.plusSeconds(3600)), "as I say");
    ledger.hold(service, hold);
    ledger.holdEvery(hold);

    assertThat(take().holds()).isEqualTo(new Holds(List.of(hold, hold)));
    assertThat(ledger.resume(service)).isEqualTo(new Holds(List.of(hold)));
    assertThat(ledger.resumeEvery()).isEqualTo(new Holds(List.of(hold)));
    assertThat(ledger.resume(service)).isEqualTo(Holds.NONE);
    assertThat(ledger.resumeEvery()).isEqualTo(Holds.NONE);
  }

  @Test
  void keepsHoldsOfAllKindsBesideEachOther() {
    var holds =
        Stream.of(Hold.Kind.values())
            .map(kind -> new Hold(kind, Optional.empty(), kind.name()))
            .toList();
    holds.forEach(hold -> ledger.hold(service, hold));

    assertThat(take().holds().all()).containsExactlyInAnyOrderElementsOf(holds);
    assertThat(ledger.resume(service).all()).containsExactlyInAnyOrderElementsOf(holds);
  }

  @Test
  void writesAHoldBesideWhatStands() {
    assertThat(beside("ours").hold().why()).isEqualTo("; ours");
    assertThat(beside("more").hold().why()).isEqualTo("; ours; more");

    assertThat(take().holds().all())
        .singleElement()
        .isEqualTo(new Hold(Hold.Kind.UNDO, Optional.empty(), "; ours; more"));
  }

  @Test
  void losesNoHoldThatIsWrittenAtTheSameMoment() {
    atOnce(4, () -> beside("x"));

    assertThat(take().holds().all())
        .singleElement()
        .extracting(Hold::why)
        .isEqualTo("; x; x; x; x");
  }

  /** Whoever takes it away in between has had his way first. */
  @Test
  void readsAnewWhereOthersWroteInBetween() {
    beside("before");
    var meanwhile =
        new ArrayList<Runnable>(List.of(() -> ledger.resume(service), () -> beside("others")));

    var held =
        ledger.holdBeside(
            service,
            Hold.Kind.UNDO,
            standing -> {
              var hold = with(standing, "ours");
              if (!meanwhile.isEmpty()) {
                meanwhile.removeFirst().run();
              }
              return hold;
            });

    assertThat(held.hold().why()).isEqualTo("; others; ours");
    assertThat(take().holds()).isEqualTo(new Holds(List.of(held.hold())));
  }

  @Test
  void givesUpWhereOthersAreFirstEachTime() {
    assertThatThrownBy(() ->
            ledger.holdBeside(
                service,
                Hold.Kind.UNDO,
                standing -> {
                  beside("others");
                  return with(standing, "ours");
                }))
        .isInstanceOf(Unavailable.class);

    assertThat(take().holds().all()).extracting(Hold::why).noneMatch(why -> why.contains("ours"));
  }

  @Test
  void letsTheHolderHearOfAHoldBesideOthers() {
    var lease = take();

    var notice = beside("ours").notice().orElseThrow();

    assertThat(ledger.hasReached(notice)).isFalse();
    assertThat(ledger.renew(lease, MEMORY)).isPresent();
    assertThat(ledger.hasReached(notice)).isTrue();
  }

  private Ledger.Held beside(String more) {
    return ledger.holdBeside(service, Hold.Kind.UNDO, standing -> with(standing, more));
  }

  private static Hold with(Optional<Hold> standing, String more) {
    var before = standing.map(Hold::why).orElse("");
    return new Hold(Hold.Kind.UNDO, Optional.empty(), before + "; " + more);
  }

  @Test
  void letsTheHolderHearOfAHold() {
    var lease = take();

    var notice = ledger.hold(service, PAUSE).orElseThrow();

    assertThat(notice.until()).isEqualTo(LATER);
    assertThat(ledger.hasReached(notice)).isFalse();
    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Rung());
    assertThat(ledger.hasReached(notice)).as("not read by that").isFalse();
    assertThat(ledger.renew(lease, MEMORY))
        .contains(new Lease(service, lease.fence(), LATER, new Holds(List.of(PAUSE)), MEMORY));
    assertThat(ledger.hasReached(notice)).isTrue();
  }

  @Test
  void letsTheHolderHearOfAHoldAfterOthersRang() {
    var lease = take();
    ring();
    var notice = ledger.hold(service, PAUSE).orElseThrow();
    ring();

    assertThat(ledger.hasReached(notice)).isFalse();
    ledger.renew(lease, MEMORY);
    assertThat(ledger.hasReached(notice)).isTrue();
  }

  @Test
  void hasReachedEverybodyWhereTheLeaseWasLeft() {
    var lease = take();
    var notice = ledger.hold(service, PAUSE).orElseThrow();

    ledger.leave(lease, MEMORY);

    assertThat(ledger.hasReached(notice)).isTrue();
  }

  @Test
  void hasReachedEverybodyWhereTheLeaseEnded() {
    take();
    var notice = ledger.hold(service, PAUSE).orElseThrow();

    now = LATER;
    assertThat(ledger.hasReached(notice)).isTrue();

    take(LATER.plusSeconds(35));
    ring();
    assertThat(ledger.hasReached(notice)).as("the next holder read it").isTrue();
  }

  @Test
  void takesHoldsAway() {
    ledger.hold(service, PAUSE);
    var lease = take();

    assertThat(ledger.resume(service)).isEqualTo(new Holds(List.of(PAUSE)));
    assertThat(ledger.resume(service)).isEqualTo(Holds.NONE);
    assertThat(ledger.giveBack(lease, Memory.NONE)).isEqualTo(new Return.Rung());
    assertThat(ledger.renew(lease, Memory.NONE))
        .contains(new Lease(service, lease.fence(), LATER, Holds.NONE, Memory.NONE));
  }

  @Test
  void takesNothingAwayFromAServiceThatItWasNeverToldAbout() {
    assertThat(ledger.resume(service)).isEqualTo(Holds.NONE);
  }

  @Test
  void tellsEachHolderWhatPeopleAskedForAboutEveryService() {
    var forAnHour = new Hold(Hold.Kind.PAUSE, Optional.of(NOON.plusSeconds(3600)), "all of it");
    ledger.hold(service, PAUSE);
    ledger.holdEvery(pause("not yet"));
    ledger.holdEvery(forAnHour);

    assertThat(ledger.holdsOnEvery()).isEqualTo(new Holds(List.of(forAnHour)));
    assertThat(take().holds()).isEqualTo(new Holds(List.of(PAUSE, forAnHour)));
  }

  @Test
  void letsTheHolderHearOfAHoldOnEveryServiceOnceItIsRungFor() {
    var lease = take();
    ledger.holdEvery(PAUSE);
    var notice = ledger.ring(service).orElseThrow();

    assertThat(notice.until()).isEqualTo(LATER);
    assertThat(ledger.hasReached(notice)).isFalse();
    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Rung());
    assertThat(ledger.renew(lease, MEMORY).orElseThrow().holds())
        .isEqualTo(new Holds(List.of(PAUSE)));
    assertThat(ledger.hasReached(notice)).isTrue();
  }

  @Test
  void ringsForNobodyWhereNobodyHoldsTheLease() {
    assertThat(ledger.ring(service)).isEmpty();

    ledger.leave(take(), MEMORY);
    assertThat(ledger.ring(service)).isEmpty();
  }

  @Test
  void takesHoldsOnEveryServiceAway() {
    ledger.hold(service, PAUSE);
    ledger.holdEvery(PAUSE);

    assertThat(ledger.resumeEvery()).isEqualTo(new Holds(List.of(PAUSE)));
    assertThat(ledger.resumeEvery()).isEqualTo(Holds.NONE);
    assertThat(ledger.holdsOnEvery()).isEqualTo(Holds.NONE);
    assertThat(take().holds()).as("of the service itself").isEqualTo(new Holds(List.of(PAUSE)));
  }

  @Test
  void takesNoHoldOnEveryServiceAwayWithThoseOnOne() {
    ledger.holdEvery(PAUSE);

    assertThat(ledger.resume(service)).isEqualTo(Holds.NONE);
    assertThat(take().holds()).isEqualTo(new Holds(List.of(PAUSE)));
  }

  /** However it falls between the calls of one who takes the lease: read, or still to be heard. */
  @Test
  void isReadByWhoeverIsNotSeenToHoldTheLease() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        var taking = threads.submit(() -> take());
        ledger.holdEvery(PAUSE);
        boolean isToldLater = ledger.ring(service).isPresent();
        var lease = Parallel.await(taking);

        assertThat(isToldLater || !lease.holds().equals(Holds.NONE)).isTrue();
        ledger.leave(lease, Memory.NONE);
        ledger.resumeEvery();
      }
    }
  }

  @Test
  void saysThatItCouldNotBeAsked() {
    var lease = take();
    var notice = new Notice(service, lease.fence(), "now", LATER);
    letFail();

    assertThat(
            List.<ThrowingCallable>of(
                () -> ledger.owner(),
                () -> ledger.take(service, LATER, Instant.MAX),
                () -> ledger.giveBack(lease, MEMORY),
                () -> ledger.renew(lease, MEMORY),
                () -> ledger.leave(lease, MEMORY),
                () -> ledger.file(lease, Entry.of(Dossier.EMPTY)),
                () -> ledger.file(lease, entry(List.of(message(service, 1)), Optional.empty())),
                () -> ledger.estates(),
                () -> ledger.incident("any"),
                () -> ledger.amend(incident(1).close(LATER)),
                () -> ledger.hold(service, PAUSE),
                () -> ledger.hasReached(notice),
                () -> ledger.resume(service),
                () -> ledger.holdEvery(PAUSE),
                () -> ledger.ring(service),
                () -> ledger.holdsOnEvery(),
                () -> ledger.resumeEvery()))
        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(Unavailable.class));

    heal();
    assertThat(messages(service)).isEmpty();
    assertThat(ledger.giveBack(lease, Memory.NONE)).isEqualTo(new Return.Returned());
    assertThat(take().holds()).isEqualTo(Holds.NONE);
  }

  @Test
  void mayHaveDoneWhatItDidNotAnswer() {
    var lease = take();
    loseAnswers();

    assertThatThrownBy(() -> ledger.giveBack(lease, MEMORY)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> ledger.hold(service, PAUSE)).isInstanceOf(Unavailable.class);

    heal();
    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Returned());
    assertThat(take())
        .returns(MEMORY, Lease::memory)
        .returns(new Holds(List.of(PAUSE)), Lease::holds);
  }

  @Test
  void letsOneOfManyTakeTheLease() {
    var turns = atOnce(64, () -> ledger.take(service, LATER, Instant.MAX));

    var taken = turns.stream().filter(Turn.Taken.class::isInstance).toList();
    assertThat(taken).hasSize(1);
    assertThat(Collections.frequency(turns, new Turn.Busy(LATER))).isEqualTo(63);
    var lease = ((Turn.Taken) taken.getFirst()).lease();
    assertThat(ledger.renew(lease, MEMORY)).contains(with(lease, MEMORY));
    assertThat(ledger.giveBack(lease, MEMORY))
        .as("one mark for all")
        .isEqualTo(new Return.Returned());
  }

  /** Whoever was turned away rang before somebody's last look, whatever came between. */
  @Test
  void losesNoRingHoweverTheyMeet() {
    var lookedAt = new AtomicInteger();
    var inside = new AtomicInteger();

    var needed =
        atOnce(
            8,
            () -> {
              int latest = 0;
              for (int rings = 0; rings < 10; rings++) {
                int before = lookedAt.get();
                if (ledger.take(service, LATER, Instant.MAX) instanceof Turn.Taken(var lease)) {
                  lookUntilNobodyRings(lease, lookedAt, inside);
                } else {
                  latest = before + 1;
                }
              }
              return latest;
            });

    assertThat(needed).allSatisfy(look -> assertThat(look).isLessThanOrEqualTo(lookedAt.get()));
    assertThat(ledger.take(service, LATER, Instant.MAX)).isInstanceOf(Turn.Taken.class);
  }

  private void lookUntilNobodyRings(Lease lease, AtomicInteger lookedAt, AtomicInteger inside) {
    look(lease, lookedAt, inside);
    var given = ledger.giveBack(lease, MEMORY);
    while (given instanceof Return.Rung) {
      assertThat(ledger.renew(lease, MEMORY)).isPresent();
      look(lease, lookedAt, inside);
      given = ledger.giveBack(lease, MEMORY);
    }
    assertThat(given).isEqualTo(new Return.Returned());
  }

  private void look(Lease lease, AtomicInteger lookedAt, AtomicInteger inside) {
    assertThat(inside.incrementAndGet()).as("holders at a time").isEqualTo(1);
    lookedAt.incrementAndGet();
    ledger.hasReached(new Notice(service, lease.fence(), "a look takes its time", LATER));
    inside.decrementAndGet();
  }

  private static Lease with(Lease lease, Memory memory) {
    return new Lease(lease.service(), lease.fence(), lease.until(), lease.holds(), memory);
  }
}
