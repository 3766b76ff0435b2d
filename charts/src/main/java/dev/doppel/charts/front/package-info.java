/** One address for the two REST APIs, where no ingress leads to them. */
@NullMarked
package dev.doppel.charts.front;

import org.jspecify.annotations.NullMarked;
