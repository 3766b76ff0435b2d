/** The way of records to the broker. */
package dev.doppel.mock.bus;
