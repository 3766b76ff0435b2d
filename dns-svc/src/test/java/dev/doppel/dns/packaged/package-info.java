/** The packaged service, jar or binary, seen from outside. */
package dev.doppel.dns.packaged;
