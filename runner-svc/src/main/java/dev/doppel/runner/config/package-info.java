/** Settings of runner-svc. */
@NullMarked
package dev.doppel.runner.config;

import org.jspecify.annotations.NullMarked;
