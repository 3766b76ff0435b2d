/** Sockets of an environment: peers, first bytes, TLS, pipelines. */
@NullMarked
package dev.doppel.mock.listener;

import org.jspecify.annotations.NullMarked;
