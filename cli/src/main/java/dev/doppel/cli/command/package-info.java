/** One class per subcommand. */
@NullMarked
package dev.doppel.cli.command;

import org.jspecify.annotations.NullMarked;
