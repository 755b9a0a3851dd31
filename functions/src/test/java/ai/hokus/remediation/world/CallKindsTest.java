package ai.hokus.remediation.world;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallKindsTest {

  /** One that is called otherwise by now would pass for another kind. */
  @Test
  void callsThemAsThePortsDo() {
    var names =
        Stream.of(
                TaskCatalog.class,
                Registry.class,
                Prober.class,
                EndpointStore.class,
                AlarmBoard.class,
                Consumers.class,
                Ledger.class,
                Outbox.class,
                Bookmark.class)
            .flatMap(port -> Stream.of(port.getMethods()))
            .map(CallKinds::name);

    assertThat(names).containsAll(CallKinds.ofPorts());
  }
}
