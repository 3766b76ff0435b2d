/** Kafka and the life of the service: claims in, evidence in, requests and results out. */
@NullMarked
package dev.doppel.runner.bus;

import org.jspecify.annotations.NullMarked;
