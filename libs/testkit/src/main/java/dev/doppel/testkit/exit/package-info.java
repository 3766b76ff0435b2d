/** What tests leave to the end of their JVM. */
@NullMarked
package dev.doppel.testkit.exit;

import org.jspecify.annotations.NullMarked;
