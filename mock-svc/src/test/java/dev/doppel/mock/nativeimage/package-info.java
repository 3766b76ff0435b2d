/** What a native executable of this service has to be told. */
package dev.doppel.mock.nativeimage;
