package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An observation in the making, for one row of a table. Unless told otherwise: an ECS service that
 * registers its one task itself, no task, no instance, nobody asked, everything read.
 */
public final class Seen {
  private GuardedService service = Sample.MLFLOW;
  private Memory memory = Memory.NONE;
  private Holds holds = Holds.NONE;
  private Dossier dossier = Dossier.EMPTY;
  private Optional<EcsService> ecs = Optional.of(Sample.ecs(1));
  private Optional<String> ecsUnread = Optional.empty();
  private List<Task> tasks = List.of();
  private Set<TaskId> missing = Set.of();
  private Optional<String> tasksUnread = Optional.empty();
  private Set<String> dangling = Set.of();
  private Listing listing = new Listing.Found(Sample.CLOUD_MAP, List.of());
  private Optional<String> listingUnread = Optional.empty();
  private final Map<Ipv4, Verdict> verdicts = new TreeMap<>();
  private Resolution resolution = new Resolution.NotAsked("nobody needs to know");

  public Seen service(GuardedService guarded) {
    service = guarded;
    return this;
  }

  public Seen memory(Memory earlier) {
    memory = earlier;
    return this;
  }

  public Seen holds(Hold... askedFor) {
    holds = new Holds(List.of(askedFor));
    return this;
  }

  public Seen dossier(Dossier onFile) {
    dossier = onFile;
    return this;
  }

  public Seen ecs(EcsService described) {
    ecs = Optional.of(described);
    return this;
  }

  public Seen noEcsService() {
    ecs = Optional.empty();
    return this;
  }

  public Seen ecsUnread() {
    ecs = Optional.empty();
    ecsUnread = Optional.of("DescribeServices was throttled");
    return this;
  }

  /** ECS registers with a Cloud Map service that is gone. */
  public Seen dangling(String arn) {
    dangling = Set.of(arn);
    return this;
  }

  public Seen tasks(Task... known) {
    tasks = List.of(known);
    return this;
  }

  public Seen missing(TaskId... ids) {
    missing = Set.of(ids);
    return this;
  }

  public Seen tasksPartly() {
    tasksUnread = Optional.of("DescribeTasks was throttled");
    return this;
  }

  public Seen instances(Instance... listed) {
    listing = new Listing.Found(Sample.CLOUD_MAP, List.of(listed));
    return this;
  }

  /** The same instances, in another Cloud Map service. */
  public Seen in(CloudMapService cloudMap) {
    if (listing instanceof Listing.Found(_, var listed)) {
      listing = new Listing.Found(cloudMap, listed);
    }
    return this;
  }

  public Seen listingPartly() {
    listingUnread = Optional.of("the second page of ListInstances failed");
    return this;
  }

  public Seen listingUnread() {
    listing = new Listing.Unread();
    return listingPartly();
  }

  public Seen cloudMapGone() {
    listing = new Listing.Gone("Cloud Map has no service mlflow");
    return this;
  }

  public Seen ok(Ipv4... addresses) {
    return each(new Verdict.Ok(200), addresses);
  }

  public Seen rejected(Ipv4... addresses) {
    return each(new Verdict.Rejected(403), addresses);
  }

  public Seen down(Ipv4... addresses) {
    return each(new Verdict.Down("connection refused"), addresses);
  }

  public Seen silent(Ipv4... addresses) {
    return each(new Verdict.Silent("no answer in 2 s"), addresses);
  }

  public Seen unasked(Ipv4... addresses) {
    return each(new Verdict.Unasked("PROBE is none"), addresses);
  }

  public Seen resolves(Ipv4... addresses) {
    resolution = new Resolution.Addresses(List.of(addresses));
    return this;
  }

  /** NXDOMAIN, to be kept by resolvers for 15 s. */
  public Seen noRecord(String zone) {
    resolution = new Resolution.NoRecord(zone, Duration.ofSeconds(15));
    return this;
  }

  public Seen resolverFails() {
    resolution = new Resolution.Unknown("SERVFAIL");
    return this;
  }

  public Answer answer() {
    return new Answer(verdicts, resolution);
  }

  public Observation observation() {
    return new Observation(
        new Look(service, Sample.GUARD, memory, holds, dossier, Sample.NOON),
        reading(ecs, ecsUnread),
        reading(new Tasks(tasks, missing), tasksUnread),
        reading(listing, listingUnread),
        dangling,
        answer());
  }

  private Seen each(Verdict verdict, Ipv4... addresses) {
    for (var address : addresses) {
      verdicts.put(address, verdict);
    }
    return this;
  }

  private static <T> Reading<T> reading(T value, Optional<String> unread) {
    return unread
        .<Reading<T>>map(why -> new Reading.Partial<>(value, why))
        .orElseGet(() -> new Reading.Complete<>(value));
  }
}
