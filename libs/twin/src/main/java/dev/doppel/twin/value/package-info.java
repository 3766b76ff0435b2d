/** JSON and YAML as plain values (maps, lists, text, numbers, booleans, null), with positions, limits and seeded choice. */
@NullMarked
package dev.doppel.twin.value;

import org.jspecify.annotations.NullMarked;
