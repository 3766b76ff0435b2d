/** The service's settings; knows no runtime class. */
@NullMarked
package dev.doppel.scheduler.config;

import org.jspecify.annotations.NullMarked;
