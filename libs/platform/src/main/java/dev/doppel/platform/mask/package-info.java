/** Taking known secrets out of what is shown, stored or passed on. */
@NullMarked
package dev.doppel.platform.mask;

import org.jspecify.annotations.NullMarked;
