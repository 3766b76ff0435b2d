/** Topic doppel.results: outcomes and life-cycle, keyed by run. */
@NullMarked
package dev.doppel.contract.result;

import org.jspecify.annotations.NullMarked;
