package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Forgotten;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Dossiers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Instant NOON = Instant.parse("2025-08-01T12:00:00Z");

  /** With something in each of its parts; the thread has outgrown what is kept of it. */
  private static final Entry ENTRY =
      new Entry(
          Dossier.EMPTY,
          List.of(
              new Message(
                  "mlflow-20250801T120000Z",
                  51,
                  NOON.plusSeconds(1),
                  "mlflow",
                  Message.Weight.GOOD,
                  "all is well",
                  List.of(),
                  List.of(),
                  List.of(),
                  Optional.empty())),
          Optional.of(Dossiers.incident("mlflow").close(NOON)),
          Optional.of(new Hold(Hold.Kind.ENDPOINT, Optional.empty(), "not ours")));

  private final MovableClock clock = new MovableClock();
  private final List<Forgotten> forgotten = new ArrayList<>();
  private ScriptedAws aws;
  private Ledger ledger;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    ledger = ScriptedAws.ports().ledger("Ledger", "our-stack", clock, () -> "me", forgotten::add);
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
        ScriptedAws.ports()
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

  @Test
  void filesTheDossierAloneInOneUpdate() {
    aws.answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")));

    ledger.file(LEASE, Entry.of(Dossier.EMPTY));

    assertThat(aws.asked("TransactWriteItems")).isEmpty();
    assertThat(aws.asked("UpdateItem"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/UpdateExpression").asText())
              .isEqualTo("SET #dossier = :dossier, #filed = :filed REMOVE #estate");
          assertThat(asked.at("/ConditionExpression").asText())
              .isEqualTo(
                  "#fence = :fence AND attribute_exists(#holder)"
                      + " AND (attribute_not_exists(#filed) OR #filed <= :filed)");
          assertThat(asked.at("/ExpressionAttributeValues/:dossier/S").asText()).isEqualTo("{}");
        });
  }

  /** A request that was given up may come after a later one, and would bring old things back. */
  @Test
  void numbersWhatItFiles() {
    aws.answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(held("me")))
        .answers("GetItem", "{}");

    ledger.file(LEASE, Entry.of(Dossier.EMPTY));
    ledger.file(LEASE, Entry.of(Dossier.EMPTY));
    ledger.take("mlflow", END, Instant.MAX);

    assertThat(aws.asked("UpdateItem"))
        .extracting(asked -> asked.at("/ExpressionAttributeValues/:filed/N").asText())
        .startsWith("1", "2");
    assertThat(aws.asked("UpdateItem").getLast().at("/UpdateExpression").asText())
        .as("the next lease begins anew")
        .endsWith("REMOVE #rang, #filed");
  }

  @Test
  void filesAllOfAnEntryInOneTransaction() {
    aws.answers("TransactWriteItems", "{}");

    ledger.file(LEASE, ENTRY);

    assertThat(aws.asked("UpdateItem")).isEmpty();
    assertThat(aws.asked("TransactWriteItems"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/TransactItems"))
              .extracting(item -> item.at("/Update/Key/id/S").asText())
              .containsExactly(
                  "service/mlflow",
                  "incident/mlflow-20250801T120000Z",
                  "outbox/mlflow-20250801T120000Z");
          assertThat(asked.at("/TransactItems"))
              .extracting(item -> item.at("/Update/UpdateExpression").asText())
              .containsExactly(
                  "SET #dossier = :dossier, #filed = :filed, #hold_endpoint = :hold REMOVE #estate",
                  "SET #incident = if_not_exists(#incident, :incident),"
                      + " #expires = if_not_exists(#expires, :expires)",
                  "SET #due = :due, #expires = :expires, #last = :last, #m51 = :m51 REMOVE #m1");
          assertThat(asked.at("/TransactItems"))
              .extracting(item -> item.at("/Update").has("ConditionExpression"))
              .as("only the lease can be in its way")
              .containsExactly(true, false, false);
        });
  }

  /** 90 days after its end, and after the newest message. */
  @Test
  void letsDynamoDbForgetWhatIsOver() {
    aws.answers("TransactWriteItems", "{}");

    ledger.file(LEASE, ENTRY);

    assertThat(aws.asked("TransactWriteItems").getFirst().at("/TransactItems"))
        .extracting(item -> item.at("/Update/ExpressionAttributeValues/:expires/N").asText())
        .containsExactly(
            "",
            String.valueOf(NOON.plus(Duration.ofDays(90)).getEpochSecond()),
            String.valueOf(NOON.plusSeconds(1).plus(Duration.ofDays(90)).getEpochSecond()));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ConditionalCheckFailed, None, None",
        "ConditionalCheckFailed, TransactionConflict, None"
      })
  void saysThatTheLeaseWasLost(String reasons) {
    aws.refuses("TransactWriteItems", 400, cancelled(reasons));

    assertThatThrownBy(() -> ledger.file(LEASE, ENTRY))
        .isInstanceOf(Unavailable.class)
        .hasMessage("the lease of mlflow ended, and nothing may be written without it");
    assertThat(aws.asked("TransactWriteItems")).as("not asked again").hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "TransactionConflict, None, None",
        "None, None, TransactionConflict",
        "None, ThrottlingError, None",
        "ProvisionedThroughputExceeded, None, None"
      })
  void filesAgainWhereItWasInSomebodysWay(String reasons) {
    aws.refuses("TransactWriteItems", 400, cancelled(reasons))
        .refuses("TransactWriteItems", 400, cancelled(reasons))
        .answers("TransactWriteItems", "{}");

    ledger.file(LEASE, ENTRY);

    assertThat(aws.asked("TransactWriteItems")).hasSize(3);
  }

  /** A ring, say, while the holder files. */
  @Test
  void writesAgainWhereATransactionIsInItsWay() {
    aws.refuses("UpdateItem", 400, "TransactionConflictException", "ongoing")
        .refuses("UpdateItem", 400, "TransactionConflictException", "ongoing")
        .answers("UpdateItem", "{\"Attributes\": {}}");

    assertThat(ledger.ring("mlflow")).isEmpty();

    assertThat(aws.asked("UpdateItem")).hasSize(3);
  }

  @Test
  void saysWhatItCouldNotFile() {
    aws.refuses("TransactWriteItems", 400, cancelled("None, ValidationError, None"));

    assertThatThrownBy(() -> ledger.file(LEASE, ENTRY))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "DynamoDB at %s refused (writing service/mlflow, incident/mlflow-20250801T120000Z, outbox/mlflow-20250801T120000Z in table Ledger): TransactionCanceledException: cancelled [None, ValidationError, None]"
                .formatted(aws.endpoint()));
    assertThat(aws.asked("TransactWriteItems")).hasSize(1);
  }

  /** It may keep what was there before the endpoint was moved: as good as a pause. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"S\": \"{\\\"entries\\\": 7}\"} | dossier: entries: wanted a list, found 7",
        "{\"M\": {}} | dossier is AttributeValue(M={})"
      })
  void cannotReadADossierThatMakesNoSense(String dossier, String why) {
    var item = held("me") + ", \"dossier\": " + dossier;
    aws.answers("GetItem", "{}").answers("UpdateItem", "{\"Attributes\": {%s}}".formatted(item));

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessage("the ledger's item service/mlflow makes no sense: " + why);
    assertThatThrownBy(() -> ledger.renew(LEASE, Memory.NONE)).isInstanceOf(Unavailable.class);
    assertThat(forgotten).isEmpty();
  }

  /** It would be nobody's until it ends, and whoever comes meanwhile would be left to nobody. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"dossier\": {\"S\": \"lost\"}",
        "\"hold_endpoint\": {\"M\": {\"until\": {\"S\": \"tomorrow\"}}}"
      })
  void takesNoLeaseWhereItCannotReadTheItem(String attribute) {
    aws.answers("GetItem", "{\"Item\": {%s}}".formatted(attribute));

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("the ledger's item service/mlflow makes no sense: ");
    assertThat(aws.asked("UpdateItem")).isEmpty();
  }

  @Test
  void cannotReadAnIncidentThatMakesNoSense() {
    aws.answers("GetItem", "{\"Item\": {\"incident\": {\"S\": \"{}\"}}}");

    assertThatThrownBy(() -> ledger.incident("a"))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "the ledger's item incident/a makes no sense: incident: id: wanted text, found nothing");
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

  private static String cancelled(String reasons) {
    var each =
        Stream.of(reasons.split(", "))
            .map("{\"Code\": \"%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    return """
    {"__type": "TransactionCanceledException",
     "Message": "cancelled [%s]", "CancellationReasons": [%s]}\
    """
        .formatted(reasons, each);
  }
}
