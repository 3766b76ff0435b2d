/** The admin API as plain functions: request in, response out (spec section 9). */
@NullMarked
package dev.doppel.twin.admin;

import org.jspecify.annotations.NullMarked;
