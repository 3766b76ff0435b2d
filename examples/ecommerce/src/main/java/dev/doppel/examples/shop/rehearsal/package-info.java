/** Run once when the shop is built, so that the JVM can keep what the services load; never part of a running service. */
@NullMarked
package dev.doppel.examples.shop.rehearsal;

import org.jspecify.annotations.NullMarked;
