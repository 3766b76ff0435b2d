/** The installation's certificate authority, its leaves, and the files by which items come to trust it. */
@NullMarked
package dev.doppel.mock.ca;

import org.jspecify.annotations.NullMarked;
