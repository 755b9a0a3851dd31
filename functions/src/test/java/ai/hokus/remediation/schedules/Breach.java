package ai.hokus.remediation.schedules;

/** A promise that was broken, and by what. */
record Breach(Promise promise, String by) {
  @Override
  public String toString() {
    return promise + ", but for " + by;
  }
}
