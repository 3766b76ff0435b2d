/** What a binding does: create, read, change, delete, list, and how the outcome looks (spec 1.7, 1.11, 2). */
@NullMarked
package dev.doppel.twin.action;

import org.jspecify.annotations.NullMarked;
