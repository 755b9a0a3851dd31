package ai.hokus.remediation.aws;

import ai.hokus.remediation.world.Table;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** DynamoDB's client, of one table. */
final class TableClient implements DynamoDbClient {
  private final Table table;

  TableClient(Table table) {
    this.table = table;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest asked) {
    return table.getItem(asked);
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest asked) {
    return table.updateItem(asked);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest asked) {
    return table.transactWriteItems(asked);
  }

  @Override
  public ScanResponse scan(ScanRequest asked) {
    return table.scan(asked);
  }

  @Override
  public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
    return DynamoDbServiceClientConfiguration.builder().region(Region.US_EAST_1).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // There is no connection.
  }
}
