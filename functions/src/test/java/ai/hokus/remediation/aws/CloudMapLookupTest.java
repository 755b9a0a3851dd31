package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.aws.CloudMapLookup.Found;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many guarded services of one namespace share. */
class CloudMapLookupTest {
  private static final List<CloudMapRef.ByName> EIGHT =
      IntStream.range(0, 8).mapToObj(index -> named("many-" + index)).toList();

  private final MovableClock clock = new MovableClock();
  private ScriptedAws aws;
  private CloudMapLookup lookup;

  @BeforeEach
  void open() {
    aws =
        new ScriptedAws()
            .otherwise(
                "ListNamespaces",
                "{\"Namespaces\": [{\"Id\": \"ns-1\", \"Name\": \"hokusai.local\"}]}");
    lookup = new CloudMapLookup(ScriptedAws.clients().cloudMap(), clock);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void readsANamespaceOnceForAllWhoAskAtATime() {
    aws.answers("ListServices", page("\"NextToken\": \"2\", ", "srv-", EIGHT.subList(0, 4)))
        .answers("ListServices", page("", "srv-", EIGHT.subList(4, 8)));

    assertThat(atATime(EIGHT)).containsExactlyElementsOf(ids("srv-"));
    assertThat(aws.asked("ListNamespaces")).hasSize(1);
    assertThat(aws.asked("ListServices")).hasSize(2);
  }

  @Test
  void readsEachNamespaceByItself() {
    aws.answers("ListServices", page("", "srv-", EIGHT));

    lookup.find(EIGHT.getFirst());
    lookup.find(new CloudMapRef.ByName("production.local", "many-1"));

    assertThat(aws.asked("ListNamespaces"))
        .extracting(asked -> asked.at("/Filters/0/Values/0").asText())
        .containsExactly("hokusai.local", "production.local");
  }

  @Test
  void readsANamespaceAnewOnceForAllThatWereMadeAnew() {
    aws.answers("ListServices", page("", "before-", EIGHT))
        .answers("ListServices", page("", "after-", EIGHT));
    var before = EIGHT.stream().map(lookup::find).map(Found.Known.class::cast).toList();

    var after =
        IntStream.range(0, EIGHT.size())
            .mapToObj(index -> {
              lookup.forget(EIGHT.get(index), before.get(index).service());
              return id(lookup.find(EIGHT.get(index)));
            })
            .toList();

    assertThat(after).containsExactlyElementsOf(ids("after-"));
    assertThat(aws.asked("ListServices")).hasSize(2);
  }

  @Test
  void findsWhatWasCreatedASecondAfterItWasNotFound() {
    aws.answers("ListServices", page("", "srv-", EIGHT.subList(1, 8)))
        .answers("ListServices", page("", "srv-", EIGHT));

    assertThat(lookup.find(EIGHT.getFirst())).isInstanceOf(Found.Gone.class);
    clock.pass(Duration.ofSeconds(1));

    assertThat(id(lookup.find(EIGHT.getFirst()))).isEqualTo("srv-many-0");
  }

  @Test
  void looksForWhatIsNotThereOnceASecond() {
    aws.answers("ListServices", page("", "srv-", EIGHT));

    IntStream.range(0, 200)
        .mapToObj(index -> named("nowhere-" + index))
        .forEach(name -> assertThat(lookup.find(name)).isInstanceOf(Found.Gone.class));

    assertThat(aws.asked("ListServices")).hasSize(1);
  }

  @Test
  void listsAllServicesOnceASecondForWhoeverAsksOfAnArn() {
    aws.answers("ListServices", page("", "srv-", EIGHT.subList(1, 8)))
        .answers("ListServices", page("", "srv-", EIGHT));

    assertThat(lookup.knows("arn:srv-many-0")).isFalse();
    assertThat(lookup.knows("arn:srv-many-1")).isTrue();
    assertThat(aws.asked("ListServices")).hasSize(1);

    clock.pass(Duration.ofSeconds(1));
    assertThat(lookup.knows("arn:srv-many-0")).isTrue();
  }

  @Test
  void remembersNothingOfAReadingWhoseSecondPageFailed() {
    aws.answers("ListServices", page("\"NextToken\": \"2\", ", "srv-", EIGHT))
        .refuses("ListServices", 400, "InvalidInput", "bad token")
        .answers("ListServices", page("", "srv-", EIGHT));

    assertThatThrownBy(() -> lookup.find(EIGHT.getFirst()))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "Cloud Map at %s refused (looking for many-0.hokusai.local): InvalidInput: bad token"
                .formatted(aws.endpoint()));
    assertThat(id(lookup.find(EIGHT.getLast()))).isEqualTo("srv-many-7");
  }

  private List<String> atATime(List<CloudMapRef.ByName> names) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return new Parallel(executor)
          .all(names.stream().<Callable<String>>map(name -> () -> id(lookup.find(name))).toList());
    }
  }

  private static String id(Found found) {
    return found instanceof Found.Known(var service) ? service.id() : found.toString();
  }

  private static List<String> ids(String prefix) {
    return EIGHT.stream().map(name -> prefix + name.service()).toList();
  }

  private static CloudMapRef.ByName named(String service) {
    return new CloudMapRef.ByName("hokusai.local", service);
  }

  private static String page(String token, String prefix, List<CloudMapRef.ByName> names) {
    return names.stream()
        .map(name ->
            """
            {"Id": "%1$s%2$s", "Arn": "arn:%1$s%2$s", "Name": "%2$s"}\
            """
                .formatted(prefix, name.service()))
        .collect(joining(", ", "{" + token + "\"Services\": [", "]}"));
  }
}
