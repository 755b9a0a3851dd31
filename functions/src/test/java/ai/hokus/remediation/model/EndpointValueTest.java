package ai.hokus.remediation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointValueTest {
  private static final Ipv4 ADDRESS = new Ipv4("10.0.3.17");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://mlflow.example.local:5000,        http://10.0.3.17:5000,        10.0.3.17:5000",
    "http://mlflow.example.local:5000/api?x=1, http://10.0.3.17:5000/api?x=1, 10.0.3.17:5000",
    "http://mlflow.example.local,             http://10.0.3.17,             10.0.3.17",
    "https://mlflow.example.local:443/,       https://10.0.3.17:443/,       10.0.3.17",
    "http://user@mlflow.example.local:5000,   http://user@10.0.3.17:5000,   10.0.3.17:5000",
    "mlflow.example.local:5000,               10.0.3.17:5000,               10.0.3.17:5000",
    "mlflow.example.local,                    10.0.3.17,                    10.0.3.17:5000"
  })
  void keepsTheFormThatConsumersParse(String byName, String byAddress, String host) {
    var value = new EndpointValue(byName);

    assertThat(value.at(ADDRESS).text()).isEqualTo(byAddress);
    assertThat(value.at(ADDRESS).hostHeader(5000)).isEqualTo(host);
    assertThat(value.hostTemplate(5000).replace(ProbeRequest.ADDRESS, ADDRESS.dotted()))
        .isEqualTo(host);
    assertThat(value.at(ADDRESS).at(new Ipv4("10.0.0.1")).at(ADDRESS)).isEqualTo(value.at(ADDRESS));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"http://10.0.3.17:5000", "10.0.3.17:5000", "10.0.3.17", "tcp://10.0.3.17"})
  void tellsAnAddressFromAName(String byAddress) {
    assertThat(new EndpointValue(byAddress).address()).contains(ADDRESS);
    assertThat(new EndpointValue("http://mlflow.example.local:5000").address()).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {"", " ", "http://", "http:///x", "{\"url\": 1}", "a b", "10.0.3.17 ", "[::1]:80"})
  void findsNoHostInWhatIsNoEndpoint(String anything) {
    assertThat(new EndpointValue(anything).host()).isEmpty();
    assertThat(new EndpointValue(anything).address()).isEmpty();
  }

  @Test
  void anAddressOutOfRangeIsAName() {
    assertThat(new EndpointValue("http://10.0.3.999:5000"))
        .returns(Optional.of("10.0.3.999"), EndpointValue::host)
        .returns(Optional.empty(), EndpointValue::address);
  }
}
