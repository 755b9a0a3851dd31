package ai.hokus.remediation.world;

import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** What the ledger asks of DynamoDB: each is made as a whole or not at all. */
public interface Table {
  GetItemResponse getItem(GetItemRequest asked);

  /**
   * Makes a change to one item.
   *
   * @throws software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException where
   *     its condition does not hold, with the item as it is
   */
  UpdateItemResponse updateItem(UpdateItemRequest asked);

  /**
   * Makes all changes, of an item each.
   *
   * @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException where a
   *     condition does not hold, with a reason for each change
   */
  TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest asked);

  ScanResponse scan(ScanRequest asked);
}
