/** The only way out of the installation. */
@NullMarked
package dev.doppel.mock.egress;

import org.jspecify.annotations.NullMarked;
