/**
 * Keeps ECS services findable by name: looks at the world, decides, acts, and looks again.
 *
 * <p>May use: every room below. Only this package and {@code handlers} put rooms together.
 */
@NullMarked
package ai.hokus.remediation;

import org.jspecify.annotations.NullMarked;
