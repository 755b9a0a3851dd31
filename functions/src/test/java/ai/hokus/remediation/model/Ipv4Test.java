package ai.hokus.remediation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0.0.0.0, 0",
    "10.0.0.1, 167772161",
    "10.20.199.9, 169133833",
    "255.255.255.255, 4294967295",
  })
  void isAsManyBitsAsItSays(String dotted, long bits) {
    var address = new Ipv4(dotted);

    assertThat(address.bits()).isEqualTo(bits);
    assertThat(address.bytes())
        .containsExactly((int) bits >> 24, (int) bits >> 16, (int) bits >> 8, (int) bits);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "mlflow",
        "10.0.0",
        "10.0.0.",
        ".10.0.0.1",
        "10.0.0.0.1",
        "10.0.0.01",
        "010.0.0.1",
        "00.0.0.0",
        "256.0.0.1",
        "10.0.0.260",
        "10.0.0.1000",
        "10.0.0.-1",
        "10.0.0.1 ",
        "10.0.0.1\n",
        "10.0.0.٣",
        "::1",
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> new Ipv4(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} before {1}")
  @CsvSource({"10.0.0.9, 10.0.0.10", "9.255.255.255, 10.0.0.0", "127.0.0.1, 128.0.0.1"})
  void comesInTheOrderOfTheNumbers(String first, String second) {
    assertThat(Stream.of(second, first).map(Ipv4::new).sorted())
        .containsExactly(new Ipv4(first), new Ipv4(second));
  }
}
