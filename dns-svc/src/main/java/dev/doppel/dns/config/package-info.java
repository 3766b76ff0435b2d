/** Settings of dns-svc. */
@NullMarked
package dev.doppel.dns.config;

import org.jspecify.annotations.NullMarked;
