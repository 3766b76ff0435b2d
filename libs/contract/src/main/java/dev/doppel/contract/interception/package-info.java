/** Topic doppel.interception: what mock-svc and dns-svc tell scheduler-svc about themselves and the environments they hold. */
@NullMarked
package dev.doppel.contract.interception;

import org.jspecify.annotations.NullMarked;
