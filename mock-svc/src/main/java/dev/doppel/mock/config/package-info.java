/** Settings under doppel.mock. */
@NullMarked
package dev.doppel.mock.config;

import org.jspecify.annotations.NullMarked;
