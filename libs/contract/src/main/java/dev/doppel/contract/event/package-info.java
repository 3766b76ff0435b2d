/** What every message is, and the topics they travel on. */
@NullMarked
package dev.doppel.contract.event;

import org.jspecify.annotations.NullMarked;
