/** The shop's front door: passes customers' calls on to the services behind it. */
@NullMarked
package dev.doppel.examples.shop.gateway;

import org.jspecify.annotations.NullMarked;
