/** What becomes of a pod: the meaning of its status, its log, and the one who follows both. */
@NullMarked
package dev.doppel.scheduler.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
