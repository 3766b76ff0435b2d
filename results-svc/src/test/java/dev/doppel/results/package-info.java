/** Tests of results-svc through the front door: Kafka in, REST out. */
@NullMarked
package dev.doppel.results;

import org.jspecify.annotations.NullMarked;
