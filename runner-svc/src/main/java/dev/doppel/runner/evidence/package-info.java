/** What the runner holds of an attempt: numbered records, console lines, answers; and what is still missing. */
@NullMarked
package dev.doppel.runner.evidence;

import org.jspecify.annotations.NullMarked;
