/** What counts as outside. */
package dev.doppel.mock.egress;
