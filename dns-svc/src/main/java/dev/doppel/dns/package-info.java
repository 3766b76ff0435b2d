/** dns-svc: see the module README. */
@NullMarked
package dev.doppel.dns;

import org.jspecify.annotations.NullMarked;
