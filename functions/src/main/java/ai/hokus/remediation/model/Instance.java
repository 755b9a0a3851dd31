package ai.hokus.remediation.model;

import java.util.Map;
import java.util.Optional;

/**
 * An instance of a Cloud Map service, and whose it is. Whose it is decides what may be done to it,
 * so it is a type: only {@link Removable} ones can be handed to a removal.
 */
public sealed interface Instance {
  String id();

  /** As Cloud Map holds them, {@code AWS_INSTANCE_IPV4} and the port among them. */
  Map<String, String> attributes();

  /** Registered by this stack for the guarded service: its cluster, its name, and our owner id. */
  record Ours(String id, Map<String, String> attributes) implements Removable {
    public Ours {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Registered by ECS for the guarded service: it names our cluster and service, and no owner. */
  record Native(String id, Map<String, String> attributes) implements Removable {
    public Native {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Registered by another stack of this program, which guards the same Cloud Map service. */
  record AnotherGuards(String id, Map<String, String> attributes, String owner)
      implements Instance {
    public AnotherGuards {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * Registered by anybody else, or by this stack for another ECS service that shares the Cloud Map
   * service. Never touched.
   */
  record Foreign(String id, Map<String, String> attributes) implements Instance {
    public Foreign {
      attributes = Map.copyOf(attributes);
    }
  }

  /** What the rules allow to be taken away, each kind under its own conditions. */
  sealed interface Removable extends Instance permits Ours, Native {}

  /** The address it gives to those who ask; absent where it has none, or none that is IPv4. */
  default Optional<Ipv4> address() {
    try {
      return Optional.ofNullable(attributes().get(Registration.IPV4)).map(Ipv4::new);
    } catch (IllegalArgumentException noIpv4OfAForeignInstance) {
      // Whoever registered it may write what Cloud Map lets through; it stays theirs.
      return Optional.empty();
    }
  }

  /** The task under whose id it stands; absent where its id is none that ECS gives. */
  default Optional<TaskId> task() {
    try {
      return Optional.of(new TaskId(id())).filter(TaskId::canBeAskedAbout);
    } catch (IllegalArgumentException noTaskBehindIt) {
      // Somebody gave it an id of another form; ECS would refuse to be asked about it.
      return Optional.empty();
    }
  }

  /** Whether it stands for this very task: its id and its address. An id alone may be recycled. */
  default boolean standsFor(Task task) {
    return id().equals(task.id().value()) && address().equals(task.address());
  }

  /** Whether it is the same as when it was seen {@code before}, but for what changes by itself. */
  default boolean isStill(Instance before) {
    return id().equals(before.id())
        && whose().equals(before.whose())
        && Registration.settled(attributes()).equals(Registration.settled(before.attributes()));
  }

  /** As a report calls it: {@code ours instance 0123… (10.0.3.17)}. */
  default String inWords() {
    return whose() + " instance " + id() + address().map(at -> " (" + at + ")").orElse("");
  }

  /** Of what this stack keeps for another ECS service, for which one; empty for all else. */
  default Optional<String> sister() {
    return this instanceof Foreign && attributes().containsKey(Registration.OWNER)
        ? Optional.of(
            "this stack's, of ECS service "
                + Text.brief(attributes().getOrDefault(Registration.SERVICE, "unknown"))
                + " in cluster "
                + Text.brief(attributes().getOrDefault(Registration.CLUSTER, "unknown")))
        : Optional.empty();
  }

  /** Whose it is, in one word, as reports and {@code bin/world state} say it. */
  default String whose() {
    return switch (this) {
      case Ours _ -> "ours";
      case Native _ -> "native";
      case AnotherGuards _ -> "another guard's";
      case Foreign _ -> "foreign";
    };
  }
}
