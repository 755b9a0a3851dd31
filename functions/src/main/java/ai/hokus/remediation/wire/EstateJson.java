package ai.hokus.remediation.wire;

import ai.hokus.remediation.model.Estate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What of ours stands, as JSON that people can read in the ledger:
 *
 * <pre>
 * {
 *   "as": {"name": "mlflow", "policy": "REPAIR", …},
 *   "cloudMap": "srv-utcrh6wavdkggqtk",
 *   "instances": ["4f2a…"]
 * }
 * </pre>
 *
 * <p>Of the entry see {@link ServiceJson}.
 */
final class EstateJson {
  private EstateJson() {}

  static JsonNode json(Estate estate) {
    var json = JsonNodeFactory.instance.objectNode();
    json.set("as", ServiceJson.json(estate.as()));
    estate.cloudMap().ifPresent(id -> json.put("cloudMap", id));
    if (!estate.instances().isEmpty()) {
      var instances = json.putArray("instances");
      estate.instances().forEach(instances::add);
    }
    return json;
  }

  static Estate estate(Field json) {
    return new Estate(
        ServiceJson.service(json.object().at("as")),
        json.at("cloudMap").ifPresent().map(Field::text),
        json.at("instances").ifPresent().stream().flatMap(Field::items).map(Field::text).toList());
  }
}
