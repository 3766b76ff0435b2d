/** Topic doppel.blobs: content larger than a record may be, addressed by SHA-256. */
@NullMarked
package dev.doppel.contract.blob;

import org.jspecify.annotations.NullMarked;
