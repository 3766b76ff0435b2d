@org.jspecify.annotations.NullMarked
package dev.doppel.mock.alone;
