/** The test's own HTTP calls (spec 5.3), through the RUNNER listener of the environment. */
@NullMarked
package dev.doppel.runner.http;

import org.jspecify.annotations.NullMarked;
