/** For integration tests of a packaged service, jar or binary: they see it only from outside. */
@NullMarked
package dev.doppel.testkit.packaged;

import org.jspecify.annotations.NullMarked;
