/** Behaviour of mock-svc through its front doors. */
package dev.doppel.mock;
