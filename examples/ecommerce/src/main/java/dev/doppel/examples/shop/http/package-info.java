/** What all five services share: routes, calls to others, JSON, settings, log lines. */
@NullMarked
package dev.doppel.examples.shop.http;

import org.jspecify.annotations.NullMarked;
