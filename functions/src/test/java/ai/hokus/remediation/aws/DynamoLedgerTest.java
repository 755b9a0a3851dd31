package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Forgotten;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the local world cannot be made to say; what it can is in {@code LedgerContract}. */
class DynamoLedgerTest {
  private static final Instant END = Instant.parse("2026-03-02T12:00:35Z");
  private static final Lease LEASE = new Lease("mlflow", 7, END, Holds.NONE, Memory.NONE);

  private final MovableClock clock = new MovableClock();
  private final List<Forgotten> forgotten = new ArrayList<>();
  private ScriptedAws aws;
  private Ledger ledger;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    ledger = new Aws("us-east-1").ledger("Ledger", "our-stack", clock, () -> "me", forgotten::add);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /** Its lease would be nobody's until it ends, and all events would be left to nobody. */
  @Test
  void recognisesALeaseWhoseTakingWasNeverAnswered() {
    aws.answers("GetItem", "{}")
        .refuses("UpdateItem", 500, "InternalServerError", "lost")
        .refuses("UpdateItem", 500, "InternalServerError", "lost")
        .refuses("UpdateItem", 500, "InternalServerError", "lost")
        .answers("GetItem", "{\"Item\": {%s}}".formatted(held("me")));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));
    assertThat(aws.asked("UpdateItem")).hasSize(3);
  }

  /** Otherwise it would be nobody's until it ends. */
  @Test
  void givesBackWhatItMayHaveTakenWhereItCannotGoOn() {
    aws.answers("GetItem", "{}")
        .refuses("GetItem", 400, "AccessDeniedException", "not authorized")
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("AccessDeniedException");

    assertThat(aws.asked("UpdateItem"))
        .last()
        .satisfies(asked -> {
          assertThat(asked.at("/UpdateExpression").asText()).isEqualTo("REMOVE #holder, #until");
          assertThat(asked.at("/ConditionExpression").asText()).isEqualTo("#holder = :holder");
          assertThat(asked.at("/ExpressionAttributeValues/:holder/S").asText()).isEqualTo("me");
        });
  }

  @Test
  void givesNothingBackThatItCannotHaveTaken() {
    aws.refuses("GetItem", 400, "AccessDeniedException", "not authorized");

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class);
    assertThat(aws.asked("UpdateItem")).isEmpty();
  }

  /** Three seconds a call: one for the item, one for the lease, and one that gives it back. */
  @Test
  void beginsNoCallThatItHasNoTimeFor() {
    aws.answers("GetItem", "{}")
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));
    var slow =
        new Aws("us-east-1")
            .ledger("Ledger", "our-stack", eachThreeSeconds(), () -> "me", forgotten::add);

    assertThatThrownBy(() -> slow.take("mlflow", END, clock.instant().plusSeconds(12)))
        .isInstanceOf(Unavailable.class)
        .hasMessage("there was no time left to take the lease of mlflow");

    assertThat(aws.asked("GetItem")).hasSize(1);
    assertThat(aws.asked("UpdateItem")).hasSize(2);
  }

  @Test
  void readsTheOwnerThatWasMade() {
    aws.answers("GetItem", "{\"Item\": {\"owner\": {\"S\": \"first-stack\"}}}");

    assertThat(ledger.owner()).isEqualTo("first-stack");

    assertThat(aws.asked("UpdateItem")).isEmpty();
    assertThat(aws.asked("GetItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/Key/id/S").asText()).isEqualTo("stack");
          assertThat(asked.at("/ConsistentRead").asBoolean()).isTrue();
        });
  }

  @Test
  void takesTheOwnerThatAnotherMadeFirst() {
    aws.answers("GetItem", "{}")
        .answers("UpdateItem", "{\"Attributes\": {\"owner\": {\"S\": \"first-stack\"}}}");

    assertThat(ledger.owner()).isEqualTo("first-stack");

    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/UpdateExpression").asText())
              .isEqualTo("SET #owner = if_not_exists(#owner, :owner)");
          assertThat(asked.at("/ExpressionAttributeValues/:owner/S").asText())
              .isEqualTo("our-stack");
        });
  }

  /** Registering under a mark of no sense would make what is ours another guard's. */
  @Test
  void cannotReadAnOwnerThatMakesNoSense() {
    aws.answers("GetItem", "{\"Item\": {\"owner\": {\"N\": \"7\"}}}")
        .answers("UpdateItem", "{\"Attributes\": {\"owner\": {\"N\": \"7\"}}}");

    assertThatThrownBy(() -> ledger.owner())
        .isInstanceOf(Unavailable.class)
        .hasMessage("the ledger's item stack makes no sense: no owner");
  }

  @Test
  void readsOnceWhereSomebodyRangBefore() {
    aws.answers("GetItem", "{\"Item\": {%s, \"rang\": {\"S\": \"x\"}}}".formatted(held("other")));

    for (int rings = 0; rings < 5; rings++) {
      assertThat(ledger.take("mlflow", END.plusSeconds(9), Instant.MAX))
          .isEqualTo(new Turn.Busy(END));
    }

    assertThat(aws.asked("UpdateItem")).isEmpty();
    assertThat(aws.asked("GetItem"))
        .hasSize(5)
        .allSatisfy(asked -> {
          assertThat(asked.at("/TableName").asText()).isEqualTo("Ledger");
          assertThat(asked.at("/Key/id/S").asText()).isEqualTo("service/mlflow");
          assertThat(asked.at("/ConsistentRead").asBoolean()).isTrue();
        });
  }

  @Test
  void takesTheLeaseInOneWrite() {
    aws.answers("GetItem", "{\"Item\": {\"fence\": {\"N\": \"6\"}}}")
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));

    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/ConditionExpression").asText())
              .isEqualTo("attribute_not_exists(#fence) OR #fence = :fence");
          assertThat(asked.at("/ExpressionAttributeValues/:fence/N").asText()).isEqualTo("6");
          assertThat(asked.at("/ExpressionAttributeValues/:next/N").asText()).isEqualTo("7");
        });
  }

  /** The first answer was lost: the SDK asks again, and its own write is in the way. */
  @Test
  void recognisesWhatItsOwnFirstTryDid() {
    aws.answers("GetItem", "{}")
        .refuses("UpdateItem", 500, "InternalServerError", "lost")
        .refuses("UpdateItem", 400, conditionFailed(held("me") + ", \"rang\": {\"S\": \"x\"}"));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));
  }

  @Test
  void leavesTheLeaseToWhoeverCameFirst() {
    aws.answers("GetItem", "{}")
        .refuses("UpdateItem", 400, conditionFailed(held("other")))
        .answers(
            "UpdateItem",
            "{\"Attributes\": {%s, \"rang\": {\"S\": \"x\"}}}".formatted(held("other")));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Busy(END));

    assertThat(aws.asked("UpdateItem"))
        .last()
        .satisfies(asked ->
            assertThat(asked.at("/UpdateExpression").asText()).isEqualTo("SET #rang = :now"));
  }

  /** The ring would be heard by nobody, so the caller looks itself. */
  @Test
  void takesWhatWasGivenBackBeforeItsRing() {
    aws.answers("GetItem", "{\"Item\": {%s}}".formatted(held("other")))
        .refuses("UpdateItem", 400, conditionFailed("\"fence\": {\"N\": \"7\"}"))
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));
  }

  @Test
  void givesUpWhereTheLeaseNeverStaysWithAnybody() {
    aws.answers("GetItem", "{}")
        .refuses("UpdateItem", 400, conditionFailed("\"fence\": {\"N\": \"7\"}"));

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessage("the lease of mlflow changed hands at each of 10 looks");
  }

  @Test
  void givesBackInOneWrite() {
    aws.answers("UpdateItem", "{\"Attributes\": {\"fence\": {\"N\": \"7\"}}}");

    assertThat(ledger.giveBack(LEASE, Memory.NONE)).isEqualTo(new Return.Returned());

    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/ConditionExpression").asText())
              .isEqualTo(
                  "#fence = :fence AND attribute_exists(#holder) AND attribute_not_exists(#rang)");
          assertThat(asked.at("/ExpressionAttributeNames").properties())
              .extracting(Map.Entry::getKey)
              .containsExactlyInAnyOrder("#memory", "#holder", "#until", "#fence", "#rang");
          assertThat(asked.at("/ExpressionAttributeValues/:memory/S").asText()).isEqualTo("{}");
        });
  }

  @Test
  void knowsThatItsOwnFirstTryGaveItBack() {
    aws.refuses("UpdateItem", 500, "InternalServerError", "lost")
        .refuses("UpdateItem", 400, conditionFailed("\"fence\": {\"N\": \"7\"}"));

    assertThat(ledger.giveBack(LEASE, Memory.NONE)).isEqualTo(new Return.Returned());
  }

  @Test
  void renewsInOneWrite() {
    aws.answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")))
        .answers("GetItem", "{}");

    assertThat(ledger.renew(LEASE, Memory.NONE)).contains(LEASE);

    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/UpdateExpression").asText())
              .isEqualTo("SET #memory = :memory REMOVE #rang");
          assertThat(asked.at("/ConditionExpression").asText())
              .isEqualTo("#fence = :fence AND attribute_exists(#holder)");
        });
  }

  @Test
  void hasLostALeaseThatSomebodyDeleted() {
    aws.refuses("UpdateItem", 400, "ConditionalCheckFailedException", "no item");

    assertThat(ledger.giveBack(LEASE, Memory.NONE)).isEqualTo(new Return.Lost());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "400, ProvisionedThroughputExceededException",
    "400, ThrottlingException",
    "400, RequestLimitExceeded",
    "500, InternalServerError"
  })
  void asksAgainWhereItIsThrottled(int status, String code) {
    aws.refuses("GetItem", status, code, "slow down")
        .refuses("GetItem", status, code, "slow down")
        .answers("GetItem", "{}")
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));
    assertThat(aws.asked("GetItem")).as("and the holds on every service").hasSize(4);
  }

  @Test
  void saysWhatItCouldNotRead() {
    aws.refuses("GetItem", 400, "ThrottlingException", "slow down");

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "DynamoDB at %s refused (reading service/mlflow in table Ledger): ThrottlingException: slow down"
                .formatted(aws.endpoint()));
  }

  @Test
  void saysWhatItCouldNotWrite() {
    aws.refuses("UpdateItem", 400, "AccessDeniedException", "not authorized");

    assertThatThrownBy(() -> ledger.leave(LEASE, Memory.NONE))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "DynamoDB at %s does not let this function's role do this (writing service/mlflow in table Ledger): AccessDeniedException; are the stack's parameters complete?"
                .formatted(aws.endpoint()));
  }

  @Test
  void forgetsAMemoryThatMakesNoSense() {
    var broken = held("me") + ", \"memory\": {\"S\": \"{\\\"down\\\": 7}\"}";
    aws.answers("GetItem", "{}").answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(broken));

    assertThat(ledger.take("mlflow", END, Instant.MAX)).isEqualTo(new Turn.Taken(LEASE));
    assertThat(forgotten)
        .containsExactly(new Forgotten("mlflow", "down: wanted an object, found 7"));
  }

  /** It might be a pause. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"hold_pause\": {\"S\": \"yes\"}",
        "\"hold_pause\": {\"M\": {\"until\": {\"S\": \"tomorrow\"}}}",
        "\"fence\": {\"N\": \"0.5\"}",
        "\"until\": {\"NULL\": true}"
      })
  void cannotReadWhatMakesNoSense(String attribute) {
    var item = held("me") + ", " + attribute;
    aws.answers("GetItem", "{}").answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(item));

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("the ledger's item service/mlflow makes no sense: ");
  }

  /** Whatever else goes on in the item, and whatever stood there: it cannot be refused. */
  @Test
  void holdsInOneWriteWithoutACondition() {
    aws.answers("UpdateItem", "{\"Attributes\": {}}");

    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.of(END), "we move"));

    assertThat(aws.asked("GetItem")).isEmpty();
    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.has("ConditionExpression")).isFalse();
          assertThat(asked.at("/ExpressionAttributeNames/#hold_pause").asText())
              .isEqualTo("hold_pause");
          assertThat(asked.at("/ExpressionAttributeValues/:hold"))
              .hasToString(
                  "{\"M\":{\"why\":{\"S\":\"we move\"},\"until\":{\"S\":\"2026-03-02T12:00:35Z\"}}}");
        });
  }

  /** In this order: see {@code DynamoLedger.lease}. */
  @Test
  void readsTheHoldsOnEveryServiceAfterItTookTheLease() {
    aws.answers("GetItem", "{}")
        .answers(
            "GetItem", "{\"Item\": {\"hold_pause\": {\"M\": {\"why\": {\"S\": \"we move\"}}}}}")
        .answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    var taken = (Turn.Taken) ledger.take("mlflow", END, Instant.MAX);

    assertThat(taken.lease().holds().inForce(Hold.Kind.PAUSE, END))
        .map(Hold::why)
        .contains("we move");
    assertThat(aws.asked("GetItem"))
        .last()
        .satisfies(asked -> {
          assertThat(asked.at("/Key/id/S").asText()).isEqualTo("every");
          assertThat(asked.at("/ConsistentRead").asBoolean()).isTrue();
        });
  }

  @Test
  void holdsEveryServiceInOneWriteWithoutACondition() {
    aws.answers("UpdateItem", "{\"Attributes\": {}}");

    ledger.holdEvery(new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    assertThat(aws.asked("GetItem")).isEmpty();
    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/Key/id/S").asText()).isEqualTo("every");
          assertThat(asked.has("ConditionExpression")).isFalse();
        });
  }

  /** A clock that is looked at before each call, and once more for the lease's end. */
  private InstantSource eachThreeSeconds() {
    return () -> {
      clock.pass(Duration.ofSeconds(3));
      return clock.instant();
    };
  }

  private static String held(String holder) {
    return """
    "fence": {"N": "7"}, "holder": {"S": "%s"}, "until": {"S": "2026-03-02T12:00:35Z"}\
    """
        .formatted(holder);
  }

  private static String conditionFailed(String item) {
    return """
    {"__type": "ConditionalCheckFailedException",
     "message": "The conditional request failed", "Item": {%s}}\
    """
        .formatted(item);
  }
}
