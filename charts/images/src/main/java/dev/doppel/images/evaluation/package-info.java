/** Processes of the evaluation's Kafka and PostgreSQL images; they read the environment variables of the official images. */
@NullMarked
package dev.doppel.images.evaluation;

import org.jspecify.annotations.NullMarked;
