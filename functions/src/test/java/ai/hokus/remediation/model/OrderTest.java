package ai.hokus.remediation.model;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In which order AWS lists things changes nothing: the values settle it, so no plan can see it. */
class OrderTest {

  @Test
  void sortsTasks() {
    var one = running(A, IP1);
    var other = running(B, IP2);

    assertThat(new Tasks(List.of(other, one), Set.of()).known()).containsExactly(one, other);
  }

  @Test
  void sortsInstances() {
    var one = ours(A, IP1);
    var other = ours(B, IP2);

    assertThat(new Listing.Found(CLOUD_MAP, List.of(other, one)).instances())
        .containsExactly(one, other);
  }

  @Test
  void sortsAddresses() {
    assertThat(new Resolution.Addresses(List.of(IP2, IP1, IP2)).addresses())
        .containsExactly(IP1, IP2);
  }
}
