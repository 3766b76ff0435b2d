/** Init files of databases as psql would read them. Plain Java. */
@NullMarked
package dev.doppel.scheduler.process.sql;

import org.jspecify.annotations.NullMarked;
