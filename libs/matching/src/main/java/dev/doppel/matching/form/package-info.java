/** Bodies as seen by capture and matching: content decoding, forms, multipart, binary markers (spec 3.9). */
@NullMarked
package dev.doppel.matching.form;

import org.jspecify.annotations.NullMarked;
