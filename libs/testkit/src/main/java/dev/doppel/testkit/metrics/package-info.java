/** What a service says of itself at {@code /q/metrics}. */
@NullMarked
package dev.doppel.testkit.metrics;

import org.jspecify.annotations.NullMarked;
