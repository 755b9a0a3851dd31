package ai.hokus.remediation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lambda finds what the stack names: a class of the function's own name, and the method in it. */
class HandlersTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("handlers")
  void isThere(Map.Entry<String, String> function) throws ReflectiveOperationException {
    var handler = function.getValue().split("::", -1);
    var type = Class.forName(handler[0], false, HandlersTest.class.getClassLoader());

    assertThat(type.getSimpleName()).isEqualTo(function.getKey());
    assertThat(type.getConstructors()).anyMatch(made -> made.getParameterCount() == 0);
    assertThat(type.getMethods()).extracting(Method::getName).contains(handler[1]);
  }

  static Iterable<Map.Entry<String, String>> handlers() throws IOException {
    return Template.parse(Files.readString(Path.of("..", "template.yaml")), Map.of())
        .handlers()
        .entrySet();
  }
}
