package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A rehearsal that failed is a finding: it stands until one succeeds. */
final class Rehearsals {
  static final String ROW = "rehearsal";

  /** Less than between two daily ones, more than between two by hand. */
  private static final Duration AGAIN = Duration.ofHours(12);

  private final String service;
  private final Commands commands;

  Rehearsals(String service, Commands commands) {
    this.service = service;
    this.commands = commands;
  }

  Optional<Entry> after(Dossier before, Instant at, Optional<String> failure) {
    var onFile = Optional.ofNullable(before.findings().get(ROW));
    return failure.isPresent()
        ? failed(before, onFile, at, Lines.cut(failure.get()))
        : onFile.map(finding -> mended(before, finding, at));
  }

  private Optional<Entry> failed(Dossier before, Optional<Finding> onFile, Instant at, String why) {
    if (onFile.filter(finding -> at.isBefore(finding.told().plus(AGAIN))).isPresent()) {
      return Optional.empty();
    }
    var now =
        onFile
            .map(finding -> new Finding(finding.since(), at, at, finding.messages() + 1))
            .orElseGet(() -> new Finding(at, at, at, 1));
    var findings = new HashMap<>(before.findings());
    findings.put(ROW, now);
    var message =
        new Letter(service, at, List.of("no parameter that anybody reads was touched"))
            .of(
                Findings.thread(service, ROW, now.since()),
                now.messages(),
                Message.Weight.ALERT,
                "the rehearsal of the fallback failed: " + why,
                List.of(),
                List.of(
                    "mend it before a fallback is needed, and try again:",
                    commands.rehearse(service)),
                Optional.empty());
    return Optional.of(
        new Entry(before.finding(findings), List.of(message), Optional.empty(), Optional.empty()));
  }

  private Entry mended(Dossier before, Finding finding, Instant at) {
    var findings = new HashMap<>(before.findings());
    findings.remove(ROW);
    var message =
        new Letter(service, at, List.of("the rehearsal of " + Lines.of(at) + " succeeded"))
            .of(
                Findings.thread(service, ROW, finding.since()),
                finding.messages() + 1,
                Message.Weight.GOOD,
                "the rehearsal of the fallback succeeds again",
                List.of(),
                List.of(),
                Optional.empty());
    return new Entry(
        before.finding(findings), List.of(message), Optional.empty(), Optional.empty());
  }
}
