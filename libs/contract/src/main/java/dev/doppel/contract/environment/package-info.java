/** Topic doppel.environments: the wanted state of one environment. */
@NullMarked
package dev.doppel.contract.environment;

import org.jspecify.annotations.NullMarked;
