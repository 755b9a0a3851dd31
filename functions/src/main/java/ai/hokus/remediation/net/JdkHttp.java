package ai.hokus.remediation.net;

import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/**
 * The JDK's HTTP client, with a new one for each request, which costs a millisecond: a connection
 * of a shared one's pool may have outlived whom it led to, or a frozen function. Follows no
 * redirect and uses no proxy.
 *
 * <p>Whoever makes requests makes one of these first: the JDK reads some properties when it makes
 * anything of a request, and never again.
 */
final class JdkHttp {
  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
    // A second try of a connection would hide why the first one failed.
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

  HttpClient.Builder newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .executor(executor);
  }
}
