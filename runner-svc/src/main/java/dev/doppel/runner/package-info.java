/** runner-svc: see the module README. */
@NullMarked
package dev.doppel.runner;

import org.jspecify.annotations.NullMarked;
