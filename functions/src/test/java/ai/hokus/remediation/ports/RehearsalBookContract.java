package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Rehearsed;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link RehearsalBook} promises: kept by the adapter in the local world and by the fake. */
public abstract class RehearsalBookContract {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  protected abstract RehearsalBook book();

  @Test
  void keepsTheLastOfEachService() {
    book().put("ml-flow", new Rehearsed(NOON, Optional.of("nobody answered")));
    book().put("api", new Rehearsed(NOON.plusSeconds(1), Optional.empty()));
    book().put("ml-flow", new Rehearsed(NOON.plusSeconds(2), Optional.empty()));

    assertThat(book().read())
        .containsEntry("api", new Rehearsed(NOON.plusSeconds(1), Optional.empty()))
        .containsEntry("ml-flow", new Rehearsed(NOON.plusSeconds(2), Optional.empty()));
  }

  @Test
  void keepsWhyOneFailed() {
    var failed = new Rehearsed(NOON, Optional.of("it was not put back"));
    book().put("failing", failed);

    assertThat(book().read()).containsEntry("failing", failed);
    assertThat(book().read()).doesNotContainKey("never");
  }
}
