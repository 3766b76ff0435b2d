/** CloudEvents envelope (binary mode), the registry of message types, and JSON. */
@NullMarked
package dev.doppel.contract.codec;

import org.jspecify.annotations.NullMarked;
