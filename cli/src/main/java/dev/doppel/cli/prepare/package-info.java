/** What happens before submission: validation, local builds, the bundle. */
@NullMarked
package dev.doppel.cli.prepare;

import org.jspecify.annotations.NullMarked;
