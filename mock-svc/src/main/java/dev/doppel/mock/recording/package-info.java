/** A proxy before a real API that keeps what passes, without its secrets, and leaves mocks, definition items and a table sketch. */
@NullMarked
package dev.doppel.mock.recording;

import org.jspecify.annotations.NullMarked;
