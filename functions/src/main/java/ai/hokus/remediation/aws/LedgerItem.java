package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.wire.DossierJson;
import ai.hokus.remediation.wire.IncidentJson;
import ai.hokus.remediation.wire.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What stands in the ledger about one guarded service, or about every one (of which it has the
 * holds alone), or a closed incident. Times are ISO-8601 in UTC: people read the table, too.
 *
 * <pre>
 * id          service/NAME, every
 * fence       number of the last holder of the lease
 * holder      that holder's own id, while it holds the lease
 * until       when its lease ends by itself
 * rang        when somebody rang first whom no holder has heard since
 * memory      what earlier passes saw, as JSON
 * dossier     what must not be lost, as JSON
 * estate      there while something of ours stands, which the dossier has
 * filed       number of the last entry that was filed under this lease
 * hold_KIND   what a person or the program asked for: until (absent: until a person resumes), why, by, forced,
 *             since, request, undoes
 *
 * id          incident/ID, of one that is closed
 * incident    as JSON
 * expires     when DynamoDB deletes it, in seconds since 1970
 * </pre>
 *
 * <p>What makes no sense counts as unreadable ({@link Unavailable}), the memory excepted: a hold
 * that cannot be read might be a pause, and a dossier might keep what was there before.
 */
record LedgerItem(String id, Map<String, AttributeValue> attributes) {
  static final String EVERY = "every";

  private static final String SERVICE = "service/";

  /** That the holder of number {@code :fence} still holds the lease. */
  static final String HELD = "#fence = :fence AND attribute_exists(#holder)";

  /** That nobody rang whom no holder has heard. */
  static final String UNHEARD = "attribute_not_exists(#rang)";

  static String id(String service) {
    return SERVICE + service;
  }

  /** The service of an item; empty where the item is of something else. */
  static Optional<String> service(String id) {
    return id.startsWith(SERVICE) ? Optional.of(id.substring(SERVICE.length())) : Optional.empty();
  }

  /** The attribute that keeps a hold of this kind. */
  static String attribute(Hold.Kind kind) {
    return "hold_" + kind.name().toLowerCase(Locale.ROOT);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  static AttributeValue text(Object value) {
    return AttributeValue.fromS(value.toString());
  }

  static AttributeValue value(Hold hold) {
    var map = new HashMap<String, AttributeValue>();
    map.put("why", AttributeValue.fromS(hold.why()));
    hold.until().ifPresent(end -> map.put("until", AttributeValue.fromS(end.toString())));
    if (!hold.by().isEmpty()) {
      map.put("by", AttributeValue.fromS(hold.by()));
    }
    if (hold.forced()) {
      map.put("forced", AttributeValue.fromBool(true));
    }
    hold.since().ifPresent(at -> map.put("since", text(at)));
    if (!hold.request().isEmpty()) {
      map.put("request", AttributeValue.fromS(hold.request()));
    }
    if (!hold.undoes().isEmpty()) {
      map.put(
          "undoes",
          AttributeValue.fromL(hold.undoes().stream().map(LedgerItem::reversal).toList()));
    }
    return AttributeValue.fromM(map);
  }

  private static AttributeValue reversal(Reversal undone) {
    return AttributeValue.fromM(
        Map.of(
            "incident",
            AttributeValue.fromS(undone.incident()),
            "registered",
            AttributeValue.fromL(
                undone.registered().stream()
                    .map(TaskId::value)
                    .map(AttributeValue::fromS)
                    .toList()),
            "moved",
            AttributeValue.fromBool(undone.moved())));
  }

  private Reversal reversal() {
    return new Reversal(
        text("incident").orElseThrow(() -> senseless("incident", "nothing")),
        read("registered", LedgerItem::tasks).orElse(List.of()),
        read("moved", value -> Optional.ofNullable(value.bool())).orElse(false));
  }

  private static Optional<List<TaskId>> tasks(AttributeValue list) {
    return Optional.of(list.l().stream().map(AttributeValue::s).map(TaskId::new).toList());
  }

  /** Zero before the first holder. */
  long fence() {
    return read("fence", value -> Optional.ofNullable(value.n()).map(Long::valueOf)).orElse(0L);
  }

  Optional<String> holder() {
    return text("holder");
  }

  /** When the lease ends, which somebody holds or held until then. */
  Instant until() {
    return time("until").orElseThrow(() -> senseless("until", "nothing"));
  }

  boolean isHeld(Instant now) {
    return holder().isPresent() && now.isBefore(until());
  }

  /** How it was rung for, if nobody has heard it yet. */
  Optional<String> mark() {
    return text("rang");
  }

  Optional<String> memory() {
    return text("memory");
  }

  Dossier dossier() {
    return kept("dossier", DossierJson::read).orElse(Dossier.EMPTY);
  }

  /** The closed incident of this item. */
  Optional<Incident> incident() {
    return kept("incident", IncidentJson::read);
  }

  Holds holds() {
    return new Holds(Stream.of(Hold.Kind.values()).flatMap(kind -> hold(kind).stream()).toList());
  }

  Optional<Hold> hold(Hold.Kind kind) {
    return read(attribute(kind), value -> value.hasM() ? Optional.of(value.m()) : Optional.empty())
        .map(inside -> new LedgerItem(id, inside))
        .map(hold ->
            new Hold(
                kind,
                hold.time("until"),
                hold.text("why").orElse(""),
                hold.text("by").orElse(""),
                hold.read("forced", value -> Optional.ofNullable(value.bool())).orElse(false),
                hold.time("since"),
                hold.text("request").orElse(""),
                hold.list("undoes").stream()
                    .map(undone -> new LedgerItem(id, undone.m()).reversal())
                    .toList()));
  }

  /** Throws what reading it would throw, before anything is written that relies on it. */
  void mustMakeSense() {
    holds();
    dossier();
  }

  private <T> Optional<T> kept(String name, Function<String, T> read) {
    return text(name)
        .map(json -> {
          try {
            return read.apply(json);
          } catch (Malformed why) {
            throw new Unavailable(senseless(name + ": " + why.getMessage()), why);
          }
        });
  }

  private List<AttributeValue> list(String name) {
    return read(name, value -> value.hasL() ? Optional.of(value.l()) : Optional.empty())
        .orElse(List.of());
  }

  private Optional<Instant> time(String name) {
    return read(name, value -> Optional.ofNullable(value.s()).map(Instant::parse));
  }

  private Optional<String> text(String name) {
    return read(name, value -> Optional.ofNullable(value.s()));
  }

  /**
   * What {@code parse} makes of an attribute, if there is one; empty is as senseless as a throw.
   */
  private <T> Optional<T> read(String name, Function<AttributeValue, Optional<T>> parse) {
    return Optional.ofNullable(attributes.get(name))
        .map(value -> {
          try {
            return parse.apply(value).orElseThrow(() -> senseless(name, value.toString()));
          } catch (DateTimeException | IllegalArgumentException _) {
            throw senseless(name, value.toString());
          }
        });
  }

  private Unavailable senseless(String name, String found) {
    return new Unavailable(senseless(name + " is " + Text.brief(found)));
  }

  private String senseless(String why) {
    return "the ledger's item %s makes no sense: %s".formatted(id, why);
  }
}
