/** The test's own database statements (spec 5.4). */
@NullMarked
package dev.doppel.runner.database;

import org.jspecify.annotations.NullMarked;
