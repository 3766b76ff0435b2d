/** What a person sees of a run: a live tree on a terminal, plain lines elsewhere. */
@NullMarked
package dev.doppel.cli.show;

import org.jspecify.annotations.NullMarked;
