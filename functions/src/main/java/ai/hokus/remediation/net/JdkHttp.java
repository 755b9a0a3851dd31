package ai.hokus.remediation.net;

import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/**
 * Makes the JDK's HTTP clients, one for each request, which costs a millisecond: a connection that
 * a shared one keeps may lead to a task that is gone, and does not survive a frozen function. They
 * follow no redirect and use no proxy.
 *
 * <p>Whoever makes requests makes one of these first: the JDK reads some properties when it makes
 * anything of a request, and never again.
 */
final class JdkHttp {
  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
    // A second try of a connection would hide from the probe why the first one failed. For a
    // message the stream tries again.
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
  }

  private final Executor executor;

  /**
   * Sets the JDK's client up.
   *
   * @param executor for the client's own work
   */
  JdkHttp(Executor executor) {
    this.executor = executor;
  }

  HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .executor(executor);
  }
}
