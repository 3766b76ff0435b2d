/** What each run leaves behind on this machine. */
@NullMarked
package dev.doppel.cli.history;

import org.jspecify.annotations.NullMarked;
