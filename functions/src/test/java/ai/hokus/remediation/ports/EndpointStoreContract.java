package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link EndpointStore} promises. Kept by the adapter in the local world and by the fake, so
 * that what is proven with the fake holds for the adapter.
 */
public abstract class EndpointStoreContract {
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";
  private static final String BY_ADDRESS = "http://10.0.3.17:5000";
  private static final String A_SECRET = "http://token-4711@mlflow.hokusai-development.local:5000";

  /** What SSM says of a parameter for which nobody said anything. */
  private static final Kept PLAIN =
      new Kept(
          Optional.empty(),
          Optional.of("Standard"),
          Optional.of("text"),
          Optional.empty(),
          Optional.empty());

  private static final String URL_PATTERN = "https?://.+";

  protected abstract EndpointStore store();

  /** Makes a parameter as its owners do, under a name that nobody had before; returns the name. */
  protected abstract String make(Parameter.Type type, String value, Kept kept);

  /** Somebody else gives it another value. */
  protected abstract void edit(String parameter, String value);

  protected abstract void delete(String parameter);

  protected abstract void label(String parameter, long version);

  /** A KMS key that is not the default one. */
  protected abstract String key();

  protected abstract void disable(String key);

  /** From now on nothing that is asked is done. */
  protected abstract void letFail();

  /** From now on what is put is there, and nobody is told so. */
  protected abstract void loseAnswers();

  @AfterEach
  protected abstract void heal();

  @Test
  void readsWhatIsThere() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);

    assertThat(store().read(name)).contains(new Parameter(name, Parameter.Type.STRING, BY_NAME, 1));
    assertThat(store().kept(read(name))).isEqualTo(PLAIN);
  }

  @Test
  void knowsNoParameterThatIsNotThere() {
    assertThat(store().read("/nobody/made/this")).isEmpty();
    assertThat(store().valueOf("/nobody/made/this", 1)).isEmpty();
    assertThatThrownBy(() ->
            store().kept(new Parameter("/nobody/made/this", Parameter.Type.STRING, BY_NAME, 1)))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void makesAVersionWithEveryPut() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);

    assertThat(put(name, BY_ADDRESS)).isEqualTo(2);
    assertThat(put(name, BY_ADDRESS)).as("the same value").isEqualTo(3);
    assertThat(read(name)).isEqualTo(new Parameter(name, Parameter.Type.STRING, BY_ADDRESS, 3));
  }

  @Test
  void tellsByTheVersionThatSomebodyWroteInBetween() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);
    var before = snapshot(name);
    edit(name, "http://theirs:5000");

    assertThat(store().put(before, BY_ADDRESS)).isEqualTo(before.version() + 2);
    assertThat(store().valueOf(name, before.version() + 1)).contains("http://theirs:5000");
  }

  @Test
  void keepsAllThatGoesWithTheValue() {
    var policy =
        "{\"Type\":\"NoChangeNotification\",\"Version\":\"1.0\",\"Attributes\":{\"After\":\"20\",\"Unit\":\"Days\"}}";
    var all =
        new Kept(
            Optional.empty(),
            Optional.of("Advanced"),
            Optional.of("text"),
            Optional.of(URL_PATTERN),
            Optional.of("[" + policy + "]"));
    var name = make(Parameter.Type.STRING, BY_NAME, all);

    put(name, BY_ADDRESS);

    assertThat(read(name).type()).isEqualTo(Parameter.Type.STRING);
    assertThat(store().kept(read(name))).isEqualTo(all);
  }

  @Test
  void keepsAList() {
    var name = make(Parameter.Type.STRING_LIST, BY_NAME + "," + BY_ADDRESS, Kept.NOTHING);

    put(name, BY_ADDRESS);

    assertThat(read(name))
        .isEqualTo(new Parameter(name, Parameter.Type.STRING_LIST, BY_ADDRESS, 2));
  }

  @Test
  void keepsASecretWithItsKey() {
    var key = key();
    var name = make(Parameter.Type.SECURE_STRING, A_SECRET, encryptedBy(key));

    assertThat(put(name, BY_ADDRESS)).isEqualTo(2);

    assertThat(read(name))
        .isEqualTo(new Parameter(name, Parameter.Type.SECURE_STRING, BY_ADDRESS, 2));
    assertThat(store().kept(read(name)).keyId()).contains(key);
    assertThat(store().valueOf(name, 1)).contains(A_SECRET);
  }

  @Test
  void saysNothingAboutAVersionThatIsNoLongerTheNewest() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);
    var before = read(name);
    edit(name, "http://theirs:5000");

    assertThatThrownBy(() -> store().kept(before)).isInstanceOf(Unavailable.class);
  }

  @Test
  void makesNoParameter() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);
    var before = snapshot(name);
    delete(name);

    assertThatThrownBy(() -> store().put(before, BY_ADDRESS)).isInstanceOf(Unavailable.class);
    assertThat(store().read(name)).isEmpty();
  }

  @Test
  void putsNothingThatThePatternDoesNotAllow() {
    var name = make(Parameter.Type.STRING, BY_NAME, withPattern(Kept.NOTHING));

    assertThatThrownBy(() -> put(name, "10.0.3.17")).isInstanceOf(Unavailable.class);
    assertThat(read(name)).isEqualTo(new Parameter(name, Parameter.Type.STRING, BY_NAME, 1));
  }

  @Test
  void tellsNoSecretInAnError() {
    var name = make(Parameter.Type.SECURE_STRING, A_SECRET, withPattern(encryptedBy(key())));

    var refusal = catchThrowable(() -> put(name, "token-4711@10.0.3.17"));

    var all = new StringWriter();
    refusal.printStackTrace(new PrintWriter(all, true));
    assertThat(refusal).isInstanceOf(Unavailable.class);
    assertThat(all.toString()).doesNotContain("4711");
  }

  @Test
  void readsNoSecretWhoseKeyIsDisabled() {
    var key = key();
    var name = make(Parameter.Type.SECURE_STRING, A_SECRET, encryptedBy(key));
    var before = snapshot(name);
    disable(key);

    assertUnavailable(
        () -> store().read(name),
        () -> store().valueOf(name, 1),
        () -> store().put(before, BY_ADDRESS));
  }

  @Test
  void knowsTheLastHundredVersions() {
    var name = make(Parameter.Type.STRING, "http://1", Kept.NOTHING);
    LongStream.rangeClosed(2, 101).forEach(version -> edit(name, "http://" + version));

    assertThat(store().valueOf(name, 1)).isEmpty();
    assertThat(store().valueOf(name, 2)).contains("http://2");
    assertThat(store().valueOf(name, 101)).contains("http://101");
    assertThat(store().kept(read(name))).as("of the last page").isEqualTo(PLAIN);
  }

  /** SSM would have to drop it. */
  @Test
  void putsNothingWhereTheOldestVersionHasALabel() {
    var name = make(Parameter.Type.STRING, "http://1", Kept.NOTHING);
    LongStream.rangeClosed(2, 100).forEach(version -> edit(name, "http://" + version));
    label(name, 1);

    assertThatThrownBy(() -> put(name, BY_ADDRESS)).isInstanceOf(Unavailable.class);
    assertThat(read(name).version()).isEqualTo(100);
  }

  @Test
  void saysThatItCouldNotBeAsked() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);
    var now = read(name);
    var before = snapshot(name);
    letFail();

    assertUnavailable(
        () -> store().read(name),
        () -> store().kept(now),
        () -> store().put(before, BY_ADDRESS),
        () -> store().valueOf(name, 1));

    heal();
    assertThat(read(name)).isEqualTo(now);
  }

  @Test
  void mayHavePutWhatItDidNotAnswer() {
    var name = make(Parameter.Type.STRING, BY_NAME, Kept.NOTHING);
    var before = snapshot(name);
    loseAnswers();

    assertThatThrownBy(() -> store().put(before, BY_ADDRESS)).isInstanceOf(Unavailable.class);

    heal();
    assertThat(read(name))
        .as("once")
        .isEqualTo(new Parameter(name, Parameter.Type.STRING, BY_ADDRESS, 2));
  }

  private static void assertUnavailable(ThrowingCallable... calls) {
    assertThat(List.of(calls))
        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(Unavailable.class));
  }

  private Parameter read(String name) {
    return store().read(name).orElseThrow();
  }

  private Snapshot snapshot(String name) {
    return Snapshot.of(read(name), store().kept(read(name)));
  }

  private long put(String name, String value) {
    return store().put(snapshot(name), value);
  }

  private static Kept encryptedBy(String key) {
    return new Kept(
        Optional.of(key), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Kept withPattern(Kept kept) {
    return new Kept(
        kept.keyId(), kept.tier(), kept.dataType(), Optional.of(URL_PATTERN), kept.policies());
  }
}
