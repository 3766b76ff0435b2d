/** Who is alive among mock-svc and dns-svc. */
@NullMarked
package dev.doppel.scheduler.replica;

import org.jspecify.annotations.NullMarked;
