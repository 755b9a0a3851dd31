package ai.hokus.remediation.plan;

/** Something that was seen and changes nothing: people should know, or wait. */
public record Remark(Situation situation, String because) implements Step {}
