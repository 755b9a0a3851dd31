package ai.hokus.remediation.model;

import java.util.function.Function;

/**
 * What was read from AWS, and whether that is all there is. Nothing is ever removed on the strength
 * of a {@link Partial} reading.
 */
public sealed interface Reading<T> {

  /** What is there; of a partial reading, what was seen of it. */
  T value();

  /** Everything, all pages. */
  record Complete<T>(T value) implements Reading<T> {}

  /**
   * A page failed, a throttle outlasted the retries, an entry came back as a failure.
   *
   * @param why what could not be read, in one line
   */
  record Partial<T>(T value, String why) implements Reading<T> {}

  /** The same, and partial where {@code other}, on which it rests, is; then with both reasons. */
  default Reading<T> restingOn(Reading<?> other) {
    return switch (other) {
      case Complete<?> _ -> this;
      case Partial<?>(_, String why) ->
          switch (this) {
            case Complete<T>(T whole) -> new Partial<>(whole, why);
            case Partial<T>(T part, String whyToo) -> new Partial<>(part, why + "; " + whyToo);
          };
    };
  }

  default <U> Reading<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Complete<T>(T whole) -> new Complete<>(change.apply(whole));
      case Partial<T>(T part, String why) -> new Partial<>(change.apply(part), why);
    };
  }
}
