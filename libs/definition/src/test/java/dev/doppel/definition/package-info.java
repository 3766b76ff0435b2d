@NullMarked
package dev.doppel.definition;

import org.jspecify.annotations.NullMarked;
