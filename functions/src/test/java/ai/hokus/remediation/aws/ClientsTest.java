package ai.hokus.remediation.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.net.RawServer;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientsTest {

  @AfterEach
  void forgetTheServer() {
    Stream.of("aws.endpointUrl", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
  }

  /** After a restored snapshot it would be dead, and cost the next call a try. */
  @Test
  void keepsNoConnectionThatNobodyUses() throws Exception {
    var hungUp = new CountDownLatch(1);
    RawServer.Talk keepsTheConnection =
        caller -> {
          caller
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
          caller.getInputStream().readAllBytes();
          hungUp.countDown();
        };
    try (var server = RawServer.at("127.0.0.1", 0, keepsTheConnection)) {
      System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + server.port());
      System.setProperty("aws.accessKeyId", "TEST");
      System.setProperty("aws.secretAccessKey", "test");
      new Clients("us-east-1").ecs().listClusters();

      assertThat(hungUp.await(60, SECONDS)).isTrue();
    }
  }
}
