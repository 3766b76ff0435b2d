/** The edge: takes instances from the queue, asks the deciders, performs what they decide. */
@NullMarked
package dev.doppel.scheduler.drive;

import org.jspecify.annotations.NullMarked;
