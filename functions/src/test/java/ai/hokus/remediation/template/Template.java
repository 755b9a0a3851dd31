package ai.hokus.remediation.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** The stack's template as far as tests need it: its text with {@code !Sub} resolved. */
final class Template {

  private final Map<?, ?> root;

  private Template(Map<?, ?> root) {
    this.root = root;
  }

  /**
   * @param values what {@code !Sub} puts in for parameters and pseudo parameters; every other
   *     variable stays as it is written
   */
  static Template parse(String yaml, Map<String, String> values) {
    return new Template(new Yaml(new Intrinsics(values)).<Map<?, ?>>load(yaml));
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
              patterns.put((String) name, at(event, "Properties", "Pattern"));
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
   * Reads {@code !Sub} as the text it stands for, and any other intrinsic function as its argument.
   */
  private static final class Intrinsics extends SafeConstructor {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    Intrinsics(Map<String, String> values) {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return switch (node) {
                case ScalarNode text ->
                    VARIABLE
                        .matcher(text.getValue())
                        .replaceAll(found ->
                            Matcher.quoteReplacement(
                                values.getOrDefault(found.group(1), found.group())));
                case SequenceNode list -> constructSequence(list);
                case MappingNode map -> constructMapping(map);
                default -> throw new IllegalArgumentException("unexpected " + node);
              };
            }
          });
    }
  }
}
