/** What holds for every provider. */
package dev.doppel.scheduler.contract;
