package ai.hokus.remediation.plan;

/**
 * What a pass can find, by the names that reports, tests and the documentation share. What follows
 * from each is in {@link Registrations}, {@link Withdrawals}, {@link MissingTasks} and {@link
 * HealthMarks}; of the endpoint in {@link Entering}, {@link Lasting} and {@link Pinned}.
 */
public enum Situation {
  /** A candidate without an instance, and ECS does not register with our Cloud Map service. */
  REGISTRY_FORGOTTEN("registryForgotten"),
  /** The same, but ECS does, and the task has been RUNNING for less than {@code ecsLag}. */
  ECS_STILL_REGISTERING("ecsStillRegistering"),
  /** The same, longer. */
  ECS_DID_NOT_REGISTER("ecsDidNotRegister"),
  /** Ours and as wanted, but it is not proven that its registration ever ended in SUCCESS. */
  OPERATION_FAILED("operationFailed"),
  /** Ours, with another address, port or attributes than wanted. */
  OURS_DIFFERS("oursDiffers"),
  /** Native or foreign, under the task's id, with another address. */
  NOT_OURS_WITH_TASK_ID("notOursWithTaskId"),
  /** Another stack of this program keeps instances here. */
  ANOTHER_GUARD("anotherGuard"),
  /** Ours; ECS has asked the task to stop. */
  TASK_STOPPING("taskStopping"),
  /** Ours; the task has stopped. */
  TASK_STOPPED("taskStopped"),
  /** Ours; ECS no longer knows the task. */
  TASK_MISSING("taskMissing"),
  /** Native; its task has stopped or is missing. */
  NATIVE_LEFT_BEHIND("nativeLeftBehind"),
  /** The container's own health check fails, or the probe says down again and again. */
  UNHEALTHY_TASK("unhealthyTask"),
  /** No task is wanted and none runs. */
  ASLEEP("asleep"),
  /** Cloud Map has no such service or namespace. */
  CLOUD_MAP_GONE("cloudMapGone"),
  /** ECS registers with a Cloud Map service that is gone; the configured name has another one. */
  CLOUD_MAP_RECREATED("cloudMapRecreated"),
  /** ECS has no such service. */
  ECS_SERVICE_GONE("ecsServiceGone"),
  /** RUNNING for less than {@code youngFor}, and down or silent. */
  YOUNG("young"),
  /** An older task, down, or silent while another answers or refuses. */
  REFUTED("refuted"),
  /** It answers, and refuses the Host or the request. */
  REJECTED("rejected"),
  /** Nobody could be asked. */
  UNASKED_ALL("unaskedAll"),
  /** The task has no IPv4 address of its own. */
  NO_ADDRESS("noAddress"),
  /** Its address is in none of the configured blocks. */
  OUTSIDE_CIDRS("outsideCidrs"),
  /** A task of the colour that is not in production. */
  TWO_COLOURS("twoColours"),
  /** Only one colour is in production, and it cannot be told which. */
  COLOUR_UNKNOWN("twoColours"),
  /** Several deployments have tasks: one replaces the other. */
  ROLLING("rolling"),
  /** A page, a throttle, a failure: something could not be read. */
  INCOMPLETE("incomplete"),
  /** The configuration has it no more, and something of ours still stands. */
  NO_LONGER_CONFIGURED("noLongerConfigured"),
  /** A person asked for ours to be withdrawn. */
  RELEASED("released"),
  /** The endpoint holds an address that we did not write, and a task answers there. */
  ENDPOINT_ALREADY_BY_ADDRESS("endpointAlreadyByAddress"),
  /** The same, and nobody does: no task that may be used has it, or that one is down. */
  ENDPOINT_DEAD_ADDRESS("endpointAlreadyByAddress"),
  /** The name that consumers are told is not the one that Cloud Map answers for. */
  ENDPOINT_NAMES_ANOTHER("endpointNamesAnother"),
  /** There is no such parameter. */
  ENDPOINT_MISSING("endpointMissing"),
  /** The name is broken, registering does not help, and a task answers by its address. */
  FALLBACK_ENTER("fallback.enter"),
  /** A person asked for nothing to be moved, or for something else. */
  FALLBACK_HELD("fallback.held"),
  /** The parameter is gone in mid-fallback. */
  FALLBACK_PARAMETER_GONE("fallback.parameterGone"),
  /** Somebody else put back what was there before. */
  FALLBACK_RETURNED_BY_OTHERS("fallback.returnedByOthers"),
  /** Somebody else wrote something else. */
  FALLBACK_TAKEN_BY_OTHERS("fallback.takenByOthers"),
  /** We wrote over somebody else, between whose put and ours nothing was read. */
  FALLBACK_WROTE_OVER_OTHERS("fallback.wroteOverOthers"),
  /** Nobody could be asked. */
  FALLBACK_BLIND("fallback.fallbackBlind"),
  /** The pinned task is lost, and the name is good. */
  FALLBACK_PINNED_LOST_NAME_GOOD("fallback.pinnedLostNameGood"),
  /** The pinned task is lost, and another answers. */
  FALLBACK_FOLLOW("fallback.follow"),
  /** The pinned task is on its way out, and nobody answers. */
  FALLBACK_STOPPING_ALONE("fallback.stoppingAlone"),
  /** The pinned task has stopped, and nobody answers. */
  FALLBACK_STOPPED_ALONE("fallback.stoppedAlone"),
  /** The pinned task runs and does not answer, nor does anybody else. */
  FALLBACK_NOT_ANSWERING("fallback.notAnswering"),
  /** The name has been good for long enough. */
  FALLBACK_RESTORE("fallback.restore"),
  /** The fallback goes on. */
  FALLBACK_RENEW("fallback.renew"),
  /** A consumer still holds an old value of the endpoint. */
  REDEPLOY_CONSUMER("redeployConsumer");

  private final String row;

  Situation(String row) {
    this.row = row;
  }

  /** Its name in the design's table, in the reports and in the tests. */
  public String row() {
    return row;
  }
}
