package ai.hokus.remediation.config;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a value of a document must be like. Says everything that is wrong with one, not the first.
 */
interface Shape {

  /** In words, as they follow <em>wanted</em>. */
  String wanted();

  /** Reports each mistake in {@code value} to its place. */
  void check(JsonNode value, Place place);

  /** What these words say, and this check reports. */
  static Shape of(String wanted, BiConsumer<JsonNode, Place> check) {
    return new Shape() {
      @Override
      public String wanted() {
        return wanted;
      }

      @Override
      public void check(JsonNode value, Place place) {
        check.accept(value, place);
      }
    };
  }

  /** One value that either is right or is not. */
  static Shape value(String wanted, Predicate<JsonNode> right) {
    return of(
        wanted,
        (value, place) -> {
          if (!right.test(value)) {
            place.wants(wanted, value);
          }
        });
  }

  /** Text that matches as a whole. */
  static Shape text(String wanted, Pattern form) {
    return value(wanted, value -> value.isTextual() && form.matcher(value.textValue()).matches());
  }

  /** One of these words, and no other spelling of them. */
  static Shape oneOf(String... words) {
    return oneOf(List.of(words), String.join(" or ", words));
  }

  static Shape oneOf(List<String> words, String wanted) {
    return value(wanted, value -> value.isTextual() && words.contains(value.textValue()));
  }

  /** A whole number, as JSON counts: 5000.0 is one. */
  static Shape whole(int from, int to) {
    return value(
        "a whole number from %d to %d, without quotes".formatted(from, to),
        value ->
            value.isNumber()
                && value.canConvertToExactIntegral()
                && value.doubleValue() >= from
                && value.doubleValue() <= to);
  }

  /** A list whose items all have the same shape. */
  static Shape list(int atLeast, Shape item) {
    var wanted =
        "a list%s, each %s".formatted(atLeast == 0 ? "" : " of at least " + atLeast, item.wanted());
    return of(
        wanted,
        (value, place) -> {
          if (!value.isArray() || value.size() < atLeast) {
            place.wants(wanted, value);
            return;
          }
          for (int i = 0; i < value.size(); i++) {
            item.check(value.get(i), place.item(i));
          }
        });
  }

  /** An object whose keys are the owners' own names; it may be empty. */
  static Shape named(String wanted, Pattern name, String wantedName, Shape each) {
    return of(
        wanted,
        (value, place) -> {
          if (!value.isObject()) {
            place.wants(wanted, value);
            return;
          }
          value
              .properties()
              .forEach(entry -> {
                var inside = place.key(entry.getKey());
                if (!name.matcher(entry.getKey()).matches()) {
                  inside.wants(wantedName, "the name " + Place.quoted(entry.getKey()));
                }
                each.check(entry.getValue(), inside);
              });
        });
  }

  /** An object with these keys and no others. */
  static Shape object(Key... keys) {
    return new Keys(List.of(keys));
  }

  static Key required(String name, Shape shape) {
    return new Key(name, true, shape);
  }

  static Key optional(String name, Shape shape) {
    return new Key(name, false, shape);
  }

  /** A key of an object. */
  record Key(String name, boolean required, Shape shape) {}

  /** An object with known keys. */
  record Keys(List<Key> keys) implements Shape {

    @Override
    public String wanted() {
      var required = keys.stream().filter(Key::required).map(Key::name).toList();
      return required.isEmpty() ? "an object" : "an object with " + String.join(", ", required);
    }

    @Override
    public void check(JsonNode value, Place place) {
      if (!value.isObject()) {
        place.wants(wanted(), value);
        return;
      }
      for (var key : keys) {
        var there = value.path(key.name());
        if (there.isMissingNode()) {
          if (key.required()) {
            place.key(key.name()).wants(key.shape().wanted(), MissingNode.getInstance());
          }
        } else {
          key.shape().check(there, place.key(key.name()));
        }
      }
      value
          .properties()
          .forEach(entry -> {
            if (keys.stream().noneMatch(key -> key.name().equals(entry.getKey()))) {
              place.key(entry.getKey()).wants(knownKeys(entry.getKey()), "a key that is not known");
            }
          });
    }

    private String knownKeys(String unknown) {
      var names = keys.stream().map(Key::name).toList();
      return Spelling.nearest(unknown, names)
          .map(near -> "%s, perhaps".formatted(near))
          .orElseGet(() -> names.stream().collect(joining(", ", "one of ", "")));
    }
  }
}
