/** Numbers, in-flight calls, marks, barriers and raw exchanges of one attempt. Knows no Kafka and no sockets. */
@NullMarked
package dev.doppel.mock.capture;

import org.jspecify.annotations.NullMarked;
