package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands of AWS's own for what the program did, to be pasted as they are where its role does not
 * reach: names and values may hold anything, and stand in quotes of the shell.
 */
final class AwsCommands {
  private AwsCommands() {}

  static String deregister(String cloudMap, String instance) {
    return "aws servicediscovery deregister-instance --service-id %s --instance-id %s"
        .formatted(quoted(cloudMap), quoted(instance));
  }

  /**
   * Puts a parameter back as it was before. A secret is not known here, and an address is no place
   * to go back to: then it is put to the name.
   */
  static String put(Snapshot before, String byName) {
    var words =
        new ArrayList<>(
            List.of(
                "aws ssm put-parameter --overwrite --name",
                quoted(before.parameter()),
                "--value",
                quoted(before.value().filter(_ -> !before.byAddress()).orElse(byName))));
    if (before.type() == Parameter.Type.SECURE_STRING) {
      words.add("--type SecureString");
    }
    add(words, "--key-id", before.kept().keyId());
    add(words, "--tier", before.kept().tier());
    add(words, "--data-type", before.kept().dataType());
    add(words, "--allowed-pattern", before.kept().allowedPattern());
    add(words, "--policies", before.kept().policies());
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, Optional<String> value) {
    value.ifPresent(given -> words.addAll(List.of(option, quoted(given))));
  }

  /** Between single quotes a shell reads nothing, but the next one. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
