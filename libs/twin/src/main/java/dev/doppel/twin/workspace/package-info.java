/** Several sets of mocks, tables and logs behind one mock port (spec 5.1). */
@org.jspecify.annotations.NullMarked
package dev.doppel.twin.workspace;
