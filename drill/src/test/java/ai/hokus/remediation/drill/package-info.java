/**
 * The functions in a local world: real runtime client, real HTTP, real DNS, an emulated AWS.
 *
 * <p>May use: the world's commands and the AWS SDK. <br>
 * May not use: the functions' classes; what is proven here is proven from outside.
 *
 * <p>Start reading at {@link ai.hokus.remediation.drill.SituationsTest}.
 */
@NullMarked
package ai.hokus.remediation.drill;

import org.jspecify.annotations.NullMarked;
