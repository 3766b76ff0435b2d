/** Identities shared by all records; no record and no service is known here. */
@NullMarked
package dev.doppel.contract.id;

import org.jspecify.annotations.NullMarked;
