/** Topic doppel.exchanges: every intercepted exchange, marks and barrier answers, in one numbered sequence per attempt. */
@NullMarked
package dev.doppel.contract.exchange;

import org.jspecify.annotations.NullMarked;
