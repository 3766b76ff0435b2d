package dev.doppel.cli.twin;

import picocli.CommandLine;

/** {@code doppel twin}: everything about standing twins. */
@CommandLine.Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Stand up stateful twins of other people's APIs on this machine.",
            "An OpenAPI document becomes a served API, tables make the important parts remember.",
            ""
        },
        footer = {
            "",
            "First steps:",
            "  doppel twin init                     write a first mockd.yaml here",
            "  doppel twin start -c mockd.yaml -d   start one; returns when it is ready",
            "  doppel twin list                     what it serves",
            "  doppel twin stop                     end it",
            "",
            "Exit codes: 0 done, 1 a verification failed, 2 usage or configuration error,",
            "            3 environment error"
        },
        subcommands = {
            TwinStart.class,
            TwinHeadless.class,
            TwinStop.class,
            TwinPs.class,
            TwinStatus.class,
            TwinHealth.Health.class,
            TwinHealth.Ports.class,
            TwinDoctor.class,
            TwinTemplates.Init.class,
            TwinTemplates.New.class,
            TwinTemplates.class,
            TwinList.class,
            TwinMocks.Get.class,
            TwinMocks.Add.class,
            TwinMocks.Update.class,
            TwinMocks.Toggle.class,
            TwinMocks.Delete.class,
            TwinHttp.class,
            TwinLogs.class,
            TwinStateful.class,
            TwinChaos.class,
            TwinVerify.class,
            TwinWebhooks.class,
            TwinWorkspace.class,
            TwinContext.class,
            TwinFormats.Import.class,
            TwinFormats.Export.class,
            TwinFormats.Convert.class,
            TwinFormats.Validate.class,
            TwinTape.class,
            TwinProxy.class,
            TwinRecordings.class,
            TwinTrain.class
        })
public final class TwinCommand {}
