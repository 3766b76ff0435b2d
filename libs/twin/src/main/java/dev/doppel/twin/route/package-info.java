/** Which mock answers: path trie, conditions with scores, near misses (spec section 6). */
@NullMarked
package dev.doppel.twin.route;

import org.jspecify.annotations.NullMarked;
