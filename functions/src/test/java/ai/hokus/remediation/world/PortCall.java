package ai.hokus.remediation.world;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A call of an invocation to the outside.
 *
 * @param target who keeps the port's promise
 */
record PortCall(SimulatedInvocation by, Object target, Method method, List<Object> arguments) {

  /** One as a proxy is told of it: no array where there is no argument. */
  static PortCall of(SimulatedInvocation by, Object target, Method method, Object[] arguments) {
    return new PortCall(by, target, method, arguments == null ? List.of() : List.of(arguments));
  }

  /** {@code TaskCatalog.describe}. */
  String name() {
    return CallKinds.name(method);
  }

  /** It takes effect, and is answered or refused. */
  Object make() throws Throwable {
    try {
      return method.invoke(target, arguments.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** It takes effect, or is refused; nobody hears either. */
  void makeUnheard() throws Throwable {
    try {
      make();
    } catch (RuntimeException unheard) {
      // As said.
    }
  }
}
