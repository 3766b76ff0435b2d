/** Measures the data plane against nginx: see run.sh. */
@NullMarked
package dev.doppel.bench.mock;

import org.jspecify.annotations.NullMarked;
