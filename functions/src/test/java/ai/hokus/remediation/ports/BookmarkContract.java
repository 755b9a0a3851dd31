package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Bookmark} promises: kept by the adapter in the local world and by the fake. */
public abstract class BookmarkContract {

  protected abstract Bookmark bookmark();

  @Test
  void keepsWhereTheSweepStopped() {
    bookmark().put(Optional.of("mlflow"));
    assertThat(bookmark().read()).contains("mlflow");

    bookmark().put(Optional.of("api"));
    assertThat(bookmark().read()).contains("api");
  }

  @Test
  void keepsThatAllHadTheirTurn() {
    bookmark().put(Optional.of("mlflow"));

    bookmark().put(Optional.empty());

    assertThat(bookmark().read()).isEmpty();
  }
}
