/** The gate against a platform that is played in namespaces. */
package dev.doppel.gate;
