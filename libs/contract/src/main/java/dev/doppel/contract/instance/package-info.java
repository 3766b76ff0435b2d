/** Topic doppel.instances: an attempt is ready to be run. */
@NullMarked
package dev.doppel.contract.instance;

import org.jspecify.annotations.NullMarked;
