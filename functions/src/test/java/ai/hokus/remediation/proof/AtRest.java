package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.world.InMemoryChannel;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true of the world while nobody is at work. */
final class AtRest {
  private final Stage stage;
  private final Judge judge;
  private final Messages messages;

  /**
   * Of a stage.
   *
   * @param judge who is told what is not
   */
  AtRest(Stage stage, Judge judge) {
    this.stage = stage;
    this.judge = judge;
    this.messages = new Messages(stage.books(), stage.channels(), judge);
  }

  /** Whenever. */
  void now() {
    messages.areInOrder();
    var open = stage.books().dossier(Stage.SERVICE).incident();
    open.ifPresent(messages::areSaid);
    open.map(Incident::id).ifPresent(stage.truth()::opens);
    if (stage.hasEndpoint() && stage.store().type(PARAMETER) == Parameter.Type.SECURE_STRING) {
      judge.must(5, !isTold(stage.truth().first()), "the secret is in the ledger, or in chat");
    }
  }

  /** Once everything has settled. */
  void end(Tale tale) {
    var dossier = stage.books().dossier(Stage.SERVICE);
    judge.must(6, stage.endpoint().equals(tale.end()), "the endpoint ends at " + stage.endpoint());
    judge.must(10, !stage.books().isHeld(Stage.SERVICE), "the lease never came free");
    messages.haveArrived();
    if (tale.isOver(stage)) {
      judge.must(6, dossier.fallback().isEmpty(), "a fallback is still on file");
      judge.must(10, dossier.incident().isEmpty(), "the incident stays open");
      stage.truth().incidents().forEach(messages::saysThatItIsOver);
    }
    named();
    now();
  }

  /** Once all instances have settled: who serves is answered with, and who has gone is not. */
  void named() {
    judge.must(
        8,
        registered(_ -> true).containsAll(stage.truth().serving()),
        "not all who serve are registered");
    judge.must(
        8,
        stage.world().answeredWith().stream()
            .map(Instance::id)
            .collect(Collectors.toSet())
            .containsAll(stage.truth().serving()),
        "the name leaves out who serves");
    judge.must(
        10,
        stage.truth().serving().containsAll(registered(this::isLeftToUs)),
        "who has gone is registered");
  }

  /** After the last sweeps over what has settled. */
  void rested(boolean hasRested) {
    judge.must(7, hasRested, "something is written where nothing changed");
  }

  private boolean isTold(String secret) {
    return Stream.concat(
            Stream.of(stage.books().state()), stage.channels().stream().map(InMemoryChannel::state))
        .anyMatch(state -> state.toString().contains(secret));
  }

  private Set<String> registered(Predicate<Instance> which) {
    return stage.world().instances().stream()
        .filter(which)
        .map(Instance::id)
        .collect(Collectors.toSet());
  }

  private boolean isLeftToUs(Instance instance) {
    return instance instanceof Instance.Ours
        || (instance instanceof Instance.Native
            && stage.configuration().contains("\"policy\": \"sync\""));
  }
}
