/** Starting and finding the one-machine platform: namespaces, relays, egress. */
@NullMarked
package dev.doppel.cli.launch;

import org.jspecify.annotations.NullMarked;
