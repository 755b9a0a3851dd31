package ai.hokus.remediation.net;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * One HTTP request to one address, over a connection of its own. Follows no redirect, uses no
 * proxy, and reads nothing behind the headers of the response.
 */
public final class HttpProbe {
  private static final String NOT_HTTP = "no answer in HTTP";
  private static final String RESET = "connection reset";

  private final List<Cidr> within;
  private final JdkHttp http;

  /**
   * Makes a probe.
   *
   * @param within connects to no address outside these blocks, whatever a question admits: a
   *     question comes from whoever may invoke us
   * @param executor for the HTTP client's own work
   */
  public HttpProbe(List<Cidr> within, Executor executor) {
    this.within = List.copyOf(within);
    http = new JdkHttp(executor);
  }

  /**
   * Asks once. Connects to no address outside the question's blocks, nor outside its own.
   *
   * @return the verdict; for what is the matter on our side, <em>unasked</em>
   */
  public Verdict ask(Question question, Ipv4 address) throws InterruptedException {
    if (question.within().stream().noneMatch(block -> block.admits(address))) {
      return new Verdict.Unasked("outside the configured cidrs");
    }
    if (within.stream().noneMatch(block -> block.admits(address))) {
      return new Verdict.Unasked("outside the probe's own cidrs");
    }
    HttpRequest request;
    try {
      request = request(question, address);
    } catch (IllegalArgumentException e) {
      return new Verdict.Unasked("no such request can be made: " + Text.brief(message(e)));
    }
    return verdict(request, question.request());
  }

  private Verdict verdict(HttpRequest request, ProbeRequest wanted) throws InterruptedException {
    try {
      return verdict(status(request), wanted);
    } catch (HttpTimeoutException e) {
      return new Verdict.Silent("no answer in " + inWords(wanted.timeout()));
    } catch (ConnectException e) {
      return notConnected(message(e));
    } catch (IOException e) {
      return new Verdict.Down(broken(e));
    } catch (IllegalArgumentException notEvenANumber) {
      // The client passes on what its parser throws at a Content-Length such as "x".
      return new Verdict.Down(NOT_HTTP);
    }
  }

  private static HttpRequest request(Question question, Ipv4 address) {
    var wanted = question.request();
    var body =
        wanted.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(wanted.body());
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + address.dotted() + ":" + question.port() + wanted.path()))
            .method(wanted.method(), body)
            .timeout(wanted.timeout())
            .header("Host", wanted.hostFor(address))
            .header("Connection", "close");
    if (!wanted.body().isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return request.build();
  }

  /**
   * The status alone, over a connection of its own, as a new consumer would ask. Closing a body
   * that was not read hangs up.
   */
  private int status(HttpRequest request) throws IOException, InterruptedException {
    var client = http.builder().build();
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream _ = response.body()) {
        return response.statusCode();
      }
    } finally {
      client.shutdownNow();
    }
  }

  private static Verdict verdict(int status, ProbeRequest request) {
    if (request.expect().contains(status)) {
      return new Verdict.Ok(status);
    }
    return status >= 500 ? new Verdict.Down("HTTP " + status) : new Verdict.Rejected(status);
  }

  /**
   * Only a refusal and a reset come from the other side; no route and no port left are our own
   * matter. Who resets as soon as a connection stands does so before the client has seen it stand.
   */
  private static Verdict notConnected(String why) {
    if (why.contains("refused")) {
      return new Verdict.Down("connection refused");
    }
    return why.contains("reset")
        ? new Verdict.Down(RESET)
        : new Verdict.Unasked("no connection can be made: " + Text.brief(why));
  }

  /** Nothing of what came instead of an answer is quoted: it would end up in chat. */
  private static String broken(IOException e) {
    return switch (rootOf(e)) {
      case EOFException _ -> "connection closed without an answer";
      case SocketException _ -> RESET;
      default -> NOT_HTTP;
    };
  }

  private static Throwable rootOf(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause).reduce(e, (_, next) -> next);
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private static String inWords(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
