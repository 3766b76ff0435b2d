/** A cluster of one node, as far as namespaces of this machine make one: it runs the chart's pods from the archives. */
package dev.doppel.images.cluster;
