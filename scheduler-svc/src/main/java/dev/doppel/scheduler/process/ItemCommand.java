package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is run for a SERVICE or WORKER, as a container engine would combine image, entrypoint and command (definition spec 2.2). The mapped
 * command of an image counts as its CMD: an item's own {@code command} replaces all of it. Pure.
 *
 * @param words program and arguments
 * @param directory absolute, inside the item
 */
record ItemCommand(List<String> words, String directory) {
    static final String PROJECT = "/doppel/project";

    ItemCommand {
        words = List.copyOf(words);
    }

    /** @throws EnvironmentFailure when nothing says what to run */
    static ItemCommand of(ItemPlan item) {
        String problem = problem(item);
        if (problem != null) {
            throw new EnvironmentFailure(item.name(), problem, List.of());
        }
        LocalCommand image = item.localImage();
        List<String> words = new ArrayList<>();
        if (item.entrypoint() != null) {
            words.addAll(item.entrypoint());
            words.addAll(orEmpty(item.command()));
        } else if (image != null) {
            words.addAll(item.command() != null ? item.command() : image.command());
        } else {
            words.addAll(orEmpty(item.command()));
        }
        String workdir = image == null ? "" : image.workdir();
        return new ItemCommand(words, workdir.isEmpty() || workdir.equals(".") ? PROJECT : PROJECT + "/" + workdir);
    }

    /** Why an item cannot be run here, or null; names item, image and what to do. */
    static @Nullable String problem(ItemPlan item) {
        boolean own = !orEmpty(item.entrypoint()).isEmpty();
        if (item.image() != null && item.localImage() == null && !own) {
            return "item " + item.name() + ": image " + item.image()
                    + " cannot be run on this machine without containers: add it to .dokkimi/local.yaml, such as"
                    + " 'images: [{match: \"" + item.image() + "\", command: [java, -jar, app.jar]}]'";
        }
        if (item.image() == null && !own && orEmpty(item.command()).isEmpty()) {
            return "item " + item.name()
                    + ": no image, entrypoint or command says what to run: give it an image, or a command";
        }
        LocalCommand image = item.localImage();
        if (image != null
                && (image.workdir().startsWith("/")
                        || List.of(image.workdir().split("/")).contains(".."))) {
            return "item " + item.name() + ": workdir '" + image.workdir()
                    + "' in local.yaml must be relative to the project root and stay inside it";
        }
        return null;
    }

    /** Why a mapped image cannot be run when the project is not on this machine, or null (definition spec 12.7). */
    static @Nullable String elsewhereProblem(EnvironmentPlan plan, ItemPlan item) {
        return item.localImage() == null || Files.isDirectory(plan.projectRoot())
                ? null
                : "item " + item.name() + ": .dokkimi/local.yaml maps its image " + item.image()
                        + " to a command beside the project's files, and this platform does not have them: run it on the"
                        + " machine where the project is, or on a platform that runs images";
    }

    /** Why items cannot read the project, or null: as root each item has a uid of its own, which is nobody's. */
    static @Nullable String accessProblem(EnvironmentPlan plan, String uidMap) throws IOException {
        Path project = plan.projectRoot();
        if (!Files.isDirectory(project) || Privileges.of(uidMap, 0) instanceof Privileges.OwnUserNamespace) {
            return null;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(project);
        if (mode.contains(PosixFilePermission.OTHERS_READ) && mode.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            return null;
        }
        return "the project directory " + project + " may be read by its owner only ("
                + PosixFilePermissions.toString(mode)
                + "), but doppel runs as root here and gives each item a user of its own: chmod -R o+rX " + project
                + ", or run doppel as an ordinary user";
    }

    private static List<String> orEmpty(@Nullable List<String> words) {
        return words == null ? List.of() : words;
    }
}
