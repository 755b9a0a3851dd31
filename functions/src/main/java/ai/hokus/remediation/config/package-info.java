/**
 * Reads the configuration: JSON text becomes guarded services, or one list of all its mistakes.
 *
 * <p>May use: {@code ports} (where the text comes from), {@code model}, Jackson's tree. <br>
 * May not use: any AWS client, environment variables, logging.
 *
 * <p>{@code bin/check-configuration} runs it on files.
 *
 * <p>People read what a document may hold in {@code configuration.schema.json}; a test keeps the
 * schema and this room of one mind.
 *
 * <p>Start reading at {@link ai.hokus.remediation.config.ConfigurationReader}.
 */
@NullMarked
package ai.hokus.remediation.config;

import org.jspecify.annotations.NullMarked;
