/** Reading topics by assignment, without a consumer group. */
@NullMarked
package dev.doppel.platform.log;

import org.jspecify.annotations.NullMarked;
