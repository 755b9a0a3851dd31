package ai.hokus.remediation;

import ai.hokus.remediation.ports.Ledger.OnFile;
import java.util.function.UnaryOperator;

/**
 * What a pass that does nothing is to take for granted.
 *
 * @param why nothing is done
 * @param holding what would stand in the ledger
 */
public record OnPaper(String why, UnaryOperator<OnFile> holding) {}
