/** A scripted world around scheduler-svc: provider, interception, runner, and a log of all that is said. */
package dev.doppel.scheduler.world;
