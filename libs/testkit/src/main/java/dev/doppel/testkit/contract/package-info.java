/** Whether what services publish fits the contract. */
@NullMarked
package dev.doppel.testkit.contract;

import org.jspecify.annotations.NullMarked;
