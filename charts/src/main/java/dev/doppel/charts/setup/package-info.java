/** The chart's set-up job: makes the CA once, the files by which items trust it, and the secrets that nobody gave. */
@NullMarked
package dev.doppel.charts.setup;

import org.jspecify.annotations.NullMarked;
