package dev.doppel.examples.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A project folder that a test writes.
 *
 * @param root its root
 */
record Project(Path root) {
    private static final Path SHOP = Doppel.ROOT.resolve("examples/ecommerce");

    /** Items run as users of their own, so a project must be readable for others; temporary folders of tests are not. */
    static Project in(Path root) {
        try {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Project(root);
    }

    /** The shop's services, database and built jar, without its definitions and mocks. */
    static Project shopIn(Path root) {
        Project project = in(root);
        copyTree(SHOP.resolve(".dokkimi/shared"), root.resolve(".dokkimi/shared"));
        copyTree(SHOP.resolve(".dokkimi/ecommerce/init"), root.resolve(".dokkimi/ecommerce/init"));
        copy(SHOP.resolve("jvm.options"), root.resolve("jvm.options"));
        copy(SHOP.resolve("target/example-shop.jar"), root.resolve("target/example-shop.jar"));
        copyTree(SHOP.resolve("target/test-classes"), root.resolve("target/test-classes"));
        // as the shop's own mapping, but without the build: the jar is there
        project.write(".dokkimi/local.yaml", """
                images:
                  - match: doppel-examples/api-gateway:*
                    command: [java, '@jvm.options', dev.doppel.examples.shop.Main, api-gateway]
                  - match: doppel-examples/order-service:*
                    command: [java, '@jvm.options', dev.doppel.examples.shop.Main, order-service]
                  - match: doppel-examples/payment-service:*
                    command: [java, '@jvm.options', dev.doppel.examples.shop.Main, payment-service]
                  - match: doppel-examples/shipping-service:*
                    command: [java, '@jvm.options', dev.doppel.examples.shop.Main, shipping-service]
                  - match: doppel-examples/notification-service:*
                    command: [java, '@jvm.options', dev.doppel.examples.shop.Main, notification-service]
                """);
        project.write(".dokkimi/config.yaml", "x-platform:\n  unmocked: block\n");
        return project;
    }

    Project write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Project copyFrom(Path source, String path) {
        copy(source, root.resolve(path));
        return this;
    }

    /** All files of a folder, with their permissions. */
    static void copyTree(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> copy(file, to.resolve(from.relativize(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
