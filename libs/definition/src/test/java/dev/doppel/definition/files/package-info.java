@NullMarked
package dev.doppel.definition.files;

import org.jspecify.annotations.NullMarked;
