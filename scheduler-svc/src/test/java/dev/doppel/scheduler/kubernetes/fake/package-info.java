/** A cluster without nodes: the Fabric8 CRUD server, and a kubelet that plays what an image's name says. */
package dev.doppel.scheduler.kubernetes.fake;
