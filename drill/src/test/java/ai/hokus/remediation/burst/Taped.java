package ai.hokus.remediation.burst;

import ai.hokus.remediation.burst.Tape.What;
import ai.hokus.remediation.ports.Ledger;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one environment does, on tape. */
final class Taped {
  private static final Set<String> GIVING_BACK = Set.of("giveBack", "leave");

  private final int environment;
  private final Tape tape;

  Taped(int environment, Tape tape) {
    this.environment = environment;
    this.tape = tape;
  }

  /** A port whose every call is on the tape, where it begins and where it ends. */
  <T> T calls(Class<T> port, T adapter) {
    return instead(
        port,
        (_, method, arguments) -> {
          tape.record(environment, What.CALLS);
          try {
            return call(adapter, method, arguments);
          } finally {
            tape.record(environment, What.CALLS);
          }
        });
  }

  /** A ledger whose leases are on the tape. */
  Ledger leases(Ledger ledger) {
    return instead(
        Ledger.class,
        (_, method, arguments) -> {
          if (GIVING_BACK.contains(method.getName())) {
            // From here on another may have it, before we know.
            tape.record(environment, What.GIVES_BACK);
          }
          var answer = call(ledger, method, arguments);
          if (answer instanceof Ledger.Turn.Taken || answer instanceof Ledger.Return.Rung) {
            tape.record(environment, What.HOLDS);
          }
          return answer;
        });
  }

  private static <T> T instead(Class<T> port, InvocationHandler handler) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private static @Nullable Object call(Object adapter, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(adapter, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
