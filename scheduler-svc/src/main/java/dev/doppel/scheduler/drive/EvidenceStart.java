package dev.doppel.scheduler.drive;

import dev.doppel.contract.instance.TopicPosition;

/** Where the evidence of an attempt begins: the ends of its partitions before anything of the attempt existed. */
public record EvidenceStart(TopicPosition exchanges, TopicPosition evidence) {}
