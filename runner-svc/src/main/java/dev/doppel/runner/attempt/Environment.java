package dev.doppel.runner.attempt;

import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.definition.model.Definition;
import dev.doppel.runner.database.Databases;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.evidence.EvidenceLog;
import dev.doppel.runner.http.Gateway;
import dev.doppel.runner.http.Hosts;
import dev.doppel.runner.http.HttpCaller;

/**
 * What an attempt works with.
 *
 * @param ready names of run, attempt, listener and items
 * @param definition what to run
 * @param log its evidence
 * @param bodies bytes of captured bodies
 * @param gateway the RUNNER listener
 * @param hosts what steps may call
 * @param caller sends calls
 * @param databases sends statements
 */
public record Environment(
        InstanceReady ready,
        Definition definition,
        EvidenceLog log,
        Bodies bodies,
        Gateway gateway,
        Hosts hosts,
        HttpCaller caller,
        Databases databases) {}
