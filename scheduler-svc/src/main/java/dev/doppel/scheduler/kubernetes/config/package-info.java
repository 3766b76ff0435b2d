/** Settings of the kubernetes provider. */
@NullMarked
package dev.doppel.scheduler.kubernetes.config;

import org.jspecify.annotations.NullMarked;
