package ai.hokus.remediation.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskIdTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0b69d5c0d6544a1fa5b2e0b9b2a7c2f3, true",
    "0b69d5c0-d654-4a1f-a5b2-e0b9b2a7c2f3, true",
    "mlflow-registered-by-hand-000001, false",
    "mlflow-registered-by-hand-0000000001, false",
    "0b69d5c0d6544a1f-a5b2e0b9b2a7c2f3, false",
    "0b69d5c0d6544a1fa5b2e0b9b2a7c2f, false"
  })
  void tellsWhetherEcsCanBeAskedAboutIt(String id, boolean expected) {
    assertThat(new TaskId(id).canBeAskedAbout()).isEqualTo(expected);
  }
}
