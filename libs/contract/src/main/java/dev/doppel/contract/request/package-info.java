/** Topic doppel.requests: what runner-svc asks of mock-svc and scheduler-svc. */
@NullMarked
package dev.doppel.contract.request;

import org.jspecify.annotations.NullMarked;
