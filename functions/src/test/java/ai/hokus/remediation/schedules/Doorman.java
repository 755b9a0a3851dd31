package ai.hokus.remediation.schedules;

import ai.hokus.remediation.handlers.Functions;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;

/** Who is invoked: the functions, or such as are broken on purpose. */
interface Doorman {

  /** An event is delivered. */
  void ring(byte[] event);

  /** A minute has passed. */
  void sweep();

  /** The functions as they are. */
  static Doorman sound(Ecs ecs) {
    return seeing(ecs.world(), ecs.world(), ecs);
  }

  /** The functions with other eyes than the world's own. */
  static Doorman seeing(TaskCatalog catalog, Registry registry, Ecs ecs) {
    var functions = new Functions("repair", catalog, registry, ecs.world());
    return new Doorman() {
      @Override
      public void ring(byte[] event) {
        functions.ring(event);
      }

      @Override
      public void sweep() {
        functions.sweep();
      }
    };
  }
}
