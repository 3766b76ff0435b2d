/** scheduler-svc: see the module README. */
@NullMarked
package dev.doppel.scheduler;

import org.jspecify.annotations.NullMarked;
