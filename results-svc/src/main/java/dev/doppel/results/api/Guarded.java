package dev.doppel.results.api;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Binds {@link Guard} to our own resources only: five services may share one server. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@interface Guarded {}
