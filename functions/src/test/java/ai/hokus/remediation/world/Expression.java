package ai.hokus.remediation.world;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB's expressions, as far as the ledger uses them:
 *
 * <pre>
 * update     SET #a = :v, #b = if_not_exists(#b, :w) REMOVE #c, #d
 * condition  attribute_exists(#a) AND (attribute_not_exists(#b) OR #b &lt;= :v)
 * </pre>
 *
 * <p>Throws IllegalArgumentException for anything else. Source: Developer Guide, "Update
 * expressions" and "Condition and filter expressions".
 */
final class Expression {
  private static final Pattern TOKEN = Pattern.compile("#\\w+|:\\w+|\\w+|<=|>=|<>|[^\\s\\w]");

  private final Deque<String> tokens;
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;

  /**
   * Of a request.
   *
   * @param names what {@code #name} stands for
   * @param values what {@code :value} stands for
   */
  Expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {
    this.tokens =
        TOKEN
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(ArrayDeque::new));
    this.names = names;
    this.values = values;
  }

  /** What stands for something in it: {@code #name} and {@code :value}. */
  static Set<String> placeholders(String text) {
    return TOKEN
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(token -> token.startsWith("#") || token.startsWith(":"))
        .collect(Collectors.toSet());
  }

  /** The item after the update. All of it goes by what the item was before. */
  Map<String, AttributeValue> update(Map<String, AttributeValue> before) {
    var after = new HashMap<>(before);
    while (!tokens.isEmpty()) {
      var section = next();
      do {
        switch (section) {
          case "SET" -> {
            var name = name();
            expect("=");
            after.put(name, assigned(before));
          }
          case "REMOVE" -> after.remove(name());
          default -> throw unknown(section);
        }
      } while (isNext(","));
    }
    return after;
  }

  /** Whether the item fulfils the condition. */
  boolean holds(Map<String, AttributeValue> item) {
    boolean holds = any(item);
    if (!tokens.isEmpty()) {
      throw unknown(tokens.element());
    }
    return holds;
  }

  private AttributeValue assigned(Map<String, AttributeValue> before) {
    if (!isNext("if_not_exists")) {
      return value(next());
    }
    expect("(");
    var there = Optional.ofNullable(before.get(name()));
    expect(",");
    var otherwise = value(next());
    expect(")");
    return there.orElse(otherwise);
  }

  private boolean any(Map<String, AttributeValue> item) {
    boolean holds = all(item);
    while (isNext("OR")) {
      holds |= all(item);
    }
    return holds;
  }

  private boolean all(Map<String, AttributeValue> item) {
    boolean holds = one(item);
    while (isNext("AND")) {
      holds &= one(item);
    }
    return holds;
  }

  private boolean one(Map<String, AttributeValue> item) {
    if (isNext("(")) {
      boolean holds = any(item);
      expect(")");
      return holds;
    }
    if (isNext("attribute_exists")) {
      return isThere(item);
    }
    if (isNext("attribute_not_exists")) {
      return !isThere(item);
    }
    var there = Optional.ofNullable(item.get(name()));
    var comparison = next();
    var value = value(next());
    return there.filter(each -> compares(each, comparison, value)).isPresent();
  }

  private boolean isThere(Map<String, AttributeValue> item) {
    expect("(");
    boolean isThere = item.containsKey(name());
    expect(")");
    return isThere;
  }

  private static boolean compares(AttributeValue one, String comparison, AttributeValue other) {
    return switch (comparison) {
      case "=" -> one.equals(other);
      case "<" -> one.type() == other.type() && order(one, other) < 0;
      case "<=" -> one.type() == other.type() && order(one, other) <= 0;
      default -> throw unknown(comparison);
    };
  }

  /** Numbers by their value, texts by their letters. */
  private static int order(AttributeValue one, AttributeValue other) {
    return one.n() == null
        ? one.s().compareTo(other.s())
        : new BigDecimal(one.n()).compareTo(new BigDecimal(other.n()));
  }

  private String next() {
    return Optional.ofNullable(tokens.poll()).orElseThrow(() -> unknown("its end"));
  }

  private String name() {
    var token = next();
    return Optional.ofNullable(names.get(token)).orElseThrow(() -> unknown(token));
  }

  private AttributeValue value(String token) {
    return Optional.ofNullable(values.get(token)).orElseThrow(() -> unknown(token));
  }

  private boolean isNext(String token) {
    boolean isNext = token.equals(tokens.peek());
    if (isNext) {
      tokens.remove();
    }
    return isNext;
  }

  private void expect(String token) {
    if (!isNext(token)) {
      throw unknown(String.valueOf(tokens.peek()));
    }
  }

  private static IllegalArgumentException unknown(String token) {
    return new IllegalArgumentException("not in an expression of the ledger's: " + token);
  }
}
