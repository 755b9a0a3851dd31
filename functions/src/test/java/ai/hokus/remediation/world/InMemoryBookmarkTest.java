package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.BookmarkContract;

class InMemoryBookmarkTest extends BookmarkContract {
  private final Bookmark bookmark = new InMemoryBookmark();

  @Override
  protected Bookmark bookmark() {
    return bookmark;
  }
}
