package ai.hokus.remediation.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "10.0.0.0/16, true",
    "10.0.0.1/32, true",
    "127.0.0.0/8, true",
    "127.0.0.1/32, true",
    "0.0.0.0/0, true",
    "0.0.0.0/7, true",
    "0.0.0.0/8, false",
    "0.1.0.0/16, false",
    "169.254.0.0/15, true",
    "169.254.0.0/16, false",
    "169.254.170.2/32, false",
    "192.0.0.0/2, true",
    "224.0.0.0/3, false",
    "239.1.0.0/16, false",
    "240.0.0.0/4, false",
    "255.255.255.255/32, false",
  })
  void knowsWhetherItAdmitsAnyAddress(String block, boolean admits) {
    assertThat(Cidr.parse(block).admitsAny()).isEqualTo(admits);
  }
}
