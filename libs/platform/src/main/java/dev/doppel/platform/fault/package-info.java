/** Named places at which a test may stop a service. */
@NullMarked
package dev.doppel.platform.fault;

import org.jspecify.annotations.NullMarked;
