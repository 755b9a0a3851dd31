package ai.hokus.remediation.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A channel in Slack, by its incoming webhook. Whoever knows the webhook's URL can post there: it
 * is a secret, so no line here repeats it, nor what an exception says that might. Follows no
 * redirect and uses no proxy.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming
 *     webhooks</a>
 */
public final class SlackChannel implements Channel {
  /** A person reads it: half a minute later will do, but other threads wait as well. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Slack's own words for what is wrong are one such word. */
  private static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,60}");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final Supplier<String> webhook;
  private final String scheme;
  private final Function<Message, String> format;
  private final Executor executor;
  private final JdkHttp http;
  private final Duration limit;

  /**
   * Makes a channel.
   *
   * @param webhook its URL, asked for each time; may throw {@link Unavailable}
   * @param encrypted whether it must be https, as everywhere but in a local world
   * @param format what to post, in JSON
   * @param executor for the HTTP client's own work
   */
  public SlackChannel(
      Supplier<String> webhook,
      boolean encrypted,
      Function<Message, String> format,
      Executor executor) {
    this(webhook, encrypted, format, executor, LIMIT);
  }

  SlackChannel(
      Supplier<String> webhook,
      boolean encrypted,
      Function<Message, String> format,
      Executor executor,
      Duration limit) {
    this.webhook = webhook;
    this.scheme = encrypted ? "https" : "http";
    this.format = format;
    this.executor = executor;
    http = new JdkHttp(executor);
    this.limit = limit;
  }

  private record Answer(int status, String word, Optional<Duration> retryAfter) {}

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Delivery send(Message message) {
    try {
      return parsed(webhook.get())
          .map(url -> post(url, format.apply(message)))
          .orElseGet(() -> later("what should be the webhook is no URL of " + scheme));
    } catch (Unavailable why) {
      return later(String.valueOf(why.getMessage()));
    }
  }

  private Optional<URI> parsed(String url) {
    try {
      return Optional.of(URI.create(url.strip()))
          .filter(parsed -> parsed.getHost() != null && scheme.equals(parsed.getScheme()));
    } catch (IllegalArgumentException notToBeQuoted) {
      // Its message is the URL.
      return Optional.empty();
    }
  }

  private Delivery post(URI url, String payload) {
    var client = http.builder().connectTimeout(limit).build();
    try {
      var request =
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(BodyPublishers.ofString(payload))
              .build();
      // All of it within the limit, the body's end too, which the client's own does not cover.
      return delivery(
          client
              .sendAsync(request, BodyHandlers.ofInputStream())
              .thenApplyAsync(SlackChannel::answer, executor)
              .get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException tooLate) {
      return later("no answer from Slack in " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      return later("no answer from Slack: " + kinds(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return later("interrupted while waiting for Slack");
    } finally {
      client.shutdownNow();
    }
  }

  private static Answer answer(HttpResponse<InputStream> response) {
    try (var body = response.body()) {
      var text = new String(body.readNBytes(64), US_ASCII).strip();
      return new Answer(
          response.statusCode(),
          WORD.matcher(text).matches() ? " " + text : "",
          response
              .headers()
              .firstValue("Retry-After")
              .filter(value -> SECONDS.matcher(value).matches())
              .map(value -> Duration.ofSeconds(Long.parseLong(value))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with the way to the channel (a webhook that was revoked, a channel in the
   * archive) says nothing against a message: it waits until people have mended that.
   */
  private static Delivery delivery(Answer answer) {
    int status = answer.status();
    var said = "Slack answered %d%s".formatted(status, answer.word());
    return switch (status) {
      case 401, 403, 404, 410 -> later(said + ": see that the webhook is in force");
      case 408, 429 -> new Delivery.TryAgain(answer.retryAfter(), said);
      default -> {
        if (status >= 200 && status < 300) {
          yield new Delivery.Sent();
        }
        yield status >= 400 && status < 500
            ? new Delivery.Refused(said)
            : new Delivery.TryAgain(answer.retryAfter(), said);
      }
    };
  }

  private static Delivery later(String why) {
    return new Delivery.TryAgain(Optional.empty(), why);
  }

  /** Of what failed, from the outside in; what was said with it might be the webhook. */
  private static String kinds(ExecutionException failed) {
    return Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause)
        .map(cause -> cause.getClass().getSimpleName())
        .distinct()
        .collect(joining(", "));
  }
}
