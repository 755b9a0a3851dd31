package ai.hokus.remediation.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The stack's template as far as tests need it: its text with {@code !Sub}, {@code !Ref} and {@code
 * !If} resolved.
 */
final class Template {

  private final Map<?, ?> root;

  private Template(Map<?, ?> root) {
    this.root = root;
  }

  /** With no condition holding, and every parameter that is no text as it is written. */
  static Template parse(String yaml, Map<String, String> values) {
    return parse(yaml, values, Set.of());
  }

  /**
   * @param values what is put in for parameters and pseudo parameters; every other one stays as it
   *     is written
   * @param conditions those that hold
   */
  static Template parse(String yaml, Map<String, ?> values, Set<String> conditions) {
    return new Template(new Yaml(new Intrinsics(values, conditions)).<Map<?, ?>>load(yaml));
  }

  /** What the template says about a parameter; empty if it has none of that name. */
  Map<?, ?> parameter(String name) {
    return at(root, "Parameters", name);
  }

  /** What CloudFormation tells whose parameters break the rule, assertion by assertion. */
  List<String> assertions(String rule) {
    return ((List<?>) at(root, "Rules", rule).get("Assertions"))
        .stream().map(assertion -> (String) at(assertion).get("AssertDescription")).toList();
  }

  /** {@code CLASS::METHOD} of each function, by its logical id. */
  Map<String, String> handlers() {
    var handlers = new TreeMap<String, String>();
    at(root, "Resources")
        .forEach((name, resource) -> {
          if (at(resource, "Properties").get("Handler") instanceof String handler) {
            handlers.put((String) name, handler);
          }
        });
    return handlers;
  }

  /** The pattern of each event of type EventBridgeRule, of all functions, by the event's name. */
  Map<String, Object> eventPatterns() {
    var patterns = new TreeMap<String, Object>();
    for (var resource : at(root, "Resources").values()) {
      at(resource, "Properties", "Events")
          .forEach((name, event) -> {
            if ("EventBridgeRule".equals(((Map<?, ?>) event).get("Type"))) {
              var pattern = new TreeMap<Object, Object>(at(event, "Properties", "Pattern"));
              pattern.values().removeIf(Intrinsics.NOTHING::equals);
              patterns.put((String) name, pattern);
            }
          });
    }
    return patterns;
  }

  /** The patterns by which a function's stream is filtered, each JSON; one that fits is enough. */
  List<String> streamFilters(String function, String event) {
    var criteria = at(root, "Resources", function, "Properties", "Events", event, "Properties");
    return ((List<?>) at(criteria, "FilterCriteria").get("Filters"))
        .stream().map(filter -> (String) at(filter).get("Pattern")).toList();
  }

  private static Map<?, ?> at(Object node, String... path) {
    for (var key : path) {
      node = ((Map<?, ?>) node).get(key);
      if (node == null) {
        return Map.of();
      }
    }
    return (Map<?, ?>) node;
  }

  /**
   * Reads {@code !Sub} as the text it stands for, {@code !Ref} as the value, {@code !If} as the
   * branch that holds, and any other intrinsic function as its argument.
   */
  private static final class Intrinsics extends SafeConstructor {
    static final String NOTHING = "AWS::NoValue";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    Intrinsics(Map<String, ?> values, Set<String> conditions) {
      super(new LoaderOptions());
      yamlConstructors.put(
          new Tag("!Ref"),
          constructs(node -> {
            var name = ((ScalarNode) node).getValue();
            return values.containsKey(name) ? values.get(name) : name;
          }));
      yamlConstructors.put(
          new Tag("!If"),
          constructs(node -> {
            var branches = constructSequence((SequenceNode) node);
            return branches.get(
                branches.getFirst() instanceof String name && conditions.contains(name) ? 1 : 2);
          }));
      yamlMultiConstructors.put(
          "!",
          constructs(node ->
              switch (node) {
                case ScalarNode text ->
                    VARIABLE
                        .matcher(text.getValue())
                        .replaceAll(found ->
                            Matcher.quoteReplacement(
                                values.get(found.group(1)) instanceof String value
                                    ? value
                                    : found.group()));
                case SequenceNode list -> constructSequence(list);
                case MappingNode map -> constructMapping(map);
                default -> throw new IllegalArgumentException("unexpected " + node);
              }));
    }

    private static AbstractConstruct constructs(Function<Node, Object> value) {
      return new AbstractConstruct() {
        @Override
        public Object construct(Node node) {
          return value.apply(node);
        }
      };
    }
  }
}
