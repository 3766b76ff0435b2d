/** From a resolved definition to what environments and interception need. Pure. */
@NullMarked
package dev.doppel.scheduler.plan;

import org.jspecify.annotations.NullMarked;
