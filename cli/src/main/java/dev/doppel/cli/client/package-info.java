/** The platform's REST API from outside. */
@NullMarked
package dev.doppel.cli.client;

import org.jspecify.annotations.NullMarked;
