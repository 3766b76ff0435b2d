/** What an environment is in a cluster, as typed objects: pure planning, nothing here talks to an API server. */
@NullMarked
package dev.doppel.scheduler.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
