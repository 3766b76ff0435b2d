/** Topic doppel.evidence: console lines, diagnostics, and what is observed beside HTTP. */
@NullMarked
package dev.doppel.contract.evidence;

import org.jspecify.annotations.NullMarked;
