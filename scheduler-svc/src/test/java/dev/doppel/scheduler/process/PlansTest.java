package dev.doppel.scheduler.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ExitReason;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.DatabasePlan;
import dev.doppel.scheduler.environment.ItemPlan.InitFile;
import dev.doppel.scheduler.process.DatabaseEngines.Choice;
import dev.doppel.scheduler.process.DatabaseEngines.Engine;
import dev.doppel.scheduler.process.Privileges.OwnUid;
import dev.doppel.scheduler.process.Privileges.OwnUserNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pure parts: addresses, links, mounts, rights, engines. */
class PlansTest {
    @Test
    void addressesFollowFromTheSlot() {
        AddressPlan last = new AddressPlan(AddressPlan.SLOTS - 1);
        assertThat(new AddressPlan(0).dns()).isEqualTo("10.200.0.1");
        assertThat(new AddressPlan(257).interception(2)).isEqualTo("10.201.1.12");
        assertThat(last.item(AddressPlan.MAX_ITEMS - 1)).isEqualTo("10.249.255.245");
        assertThat(last.interception(AddressPlan.MAX_ITEMS - 1)).isEqualTo("10.249.255.127");
        assertThatThrownBy(() -> new AddressPlan(AddressPlan.SLOTS)).hasMessageContaining("12800");
    }

    @Test
    void linksAreOneBatch() {
        NetworkPlan plan = new NetworkPlan(new AddressPlan(258), 1);
        assertThat(plan.create()).isEqualTo("""
                        link add d258 group 1258 address 02:d0:01:02:00:00 type bridge
                        link set d258 up addrgenmode none
                        addr add 10.201.2.1/32 dev d258
                        addr add 10.201.2.2/32 dev d258
                        addr add 10.201.2.3/32 dev d258
                        route add 10.201.2.128/25 dev d258 src 10.201.2.1
                        addr add 10.201.2.10/32 dev d258
                        netns add d258-0
                        link add d258v0 group 1258 type veth peer name eth0 address 02:d0:01:02:00:01 netns d258-0
                        link set d258v0 master d258 up addrgenmode none
                        link set d258v0 type bridge_slave isolated on
                        """);
        assertThat(plan.createInside(0)).isEqualTo("""
                        link set lo up
                        link set eth0 up addrgenmode none
                        addr add 10.201.2.128/32 dev eth0
                        route add 10.201.2.0/25 dev eth0 src 10.201.2.128
                        """);
        assertThat(plan.remove(List.of("d258-0"))).isEqualTo("link del group 1258\nnetns del d258-0\n");
    }

    @Test
    void onlyANamespaceOfOurOwnIsTouched() {
        String header = "Inter-|   Receive\n face |bytes\n";
        assertThat(Network.isOurs(header + "    lo: 0 0\n")).isTrue();
        assertThat(Network.isOurs(header + "    lo: 0 0\n   d7: 0\n d7v12: 0\n"))
                .isTrue();
        assertThat(Network.isOurs(header + "    lo: 0 0\n  eth0: 1 2\n")).isFalse();
        assertThat(Network.isOurs(header + "docker0: 1 2\n")).isFalse();
    }

    @Test
    void mountsNameTheFlagsThatAreLocked() {
        MountTable table = MountTable.parse("""
                21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
                30 21 0:30 / /home/a\\040b rw,nosuid,nodev,noatime shared:1 - ext4 /dev/vdb rw
                """);
        assertThat(table.flagsOf(Path.of("/usr"))).containsExactly("relatime");
        assertThat(table.flagsOf(Path.of("/home/a b/project"))).containsExactly("nosuid", "nodev", "noatime");
        HostDirectories host = new HostDirectories(new TreeSet<>(Set.of("usr", "etc")), Map.of("bin", "usr/bin"));
        String text = new MountPlan(table, Path.of("/state dir"), "env/i~1/0", host, Set.of("etc"), 64)
                .bind(Path.of("/home/a b/project"), "doppel/project")
                .text();
        assertThat(text.lines())
                .startsWith("overlay /state\\040dir/root overlay ro,lowerdir=env/i~1/0/root:skeleton 0 0")
                .contains(
                        "overlay /state\\040dir/root/etc overlay ro,lowerdir=env/i~1/0/over/etc:/etc 0 0",
                        "/usr /state\\040dir/root/usr none rbind,ro,relatime 0 0",
                        "/home/a\\040b/project /state\\040dir/root/doppel/project none rbind,ro,nosuid,nodev,noatime 0 0");
    }

    @Test
    void rightsFollowFromWhichUidsExist() {
        assertThat(Privileges.of("         0          0 4294967295\n", 5)).isEqualTo(new OwnUid(700_005));
        assertThat(Privileges.of("         0     100000      65536\n", 5)).isEqualTo(new OwnUid(30_005));
        assertThat(Privileges.of("         0       1000          1\n         1     100000      65536\n", 5))
                .isEqualTo(new OwnUid(30_005));
        assertThat(Privileges.of("         0       1000          1\n", 5)).isEqualTo(new OwnUserNamespace());
        assertThat(new OwnUid(7).before(9))
                .containsSubsequence("--nproc=9", "--reuid=7", "--bounding-set=-all", "--no-new-privs");
    }

    @Test
    void D091_theDefaultEngineIsPostgres15OrTheNewestWithANote() {
        DatabaseEngines both = new DatabaseEngines(List.of(new Engine(18, null), new Engine(15, Path.of("/x"))), true);
        DatabaseEngines newest = new DatabaseEngines(List.of(new Engine(18, null)), true);
        assertThat(both.choose(database(null, null))).isEqualTo(new Choice.Use(new Engine(15, Path.of("/x")), null));
        assertThat(newest.choose(database(null, null)))
                .isInstanceOfSatisfying(
                        Choice.Use.class, use -> assertThat(use.note()).contains("18.6", "instead of the default 15"));
        assertThat(newest.choose(database("18.2-alpine", null))).isInstanceOf(Choice.Use.class);
        assertThat(newest.choose(database("15", null)))
                .isInstanceOfSatisfying(
                        Choice.Refused.class,
                        refused -> assertThat(refused.problem()).contains("postgres 15 cannot be had", "18.6"));
        assertThat(newest.choose(database(null, "docker.io/library/postgres"))).isInstanceOf(Choice.Use.class);
        assertThat(newest.choose(database(null, "timescale/timescaledb:latest-pg18")))
                .isInstanceOf(Choice.Refused.class);
    }

    @Test
    void initFilesThatCannotRunHereSayWhichLine() {
        assertThat(InitFiles.problem(file("a.sh", "#!/bin/sh\n# psql\npsql -c x\n"), false))
                .contains("a.sh, line 3");
        assertThat(InitFiles.problem(file("a.sh", "psql -c x"), true)).isNull();
        assertThat(InitFiles.problem(file("a.sql.xz", ""), true)).contains("neither .sql");
    }

    @Test
    void anItemThatNeedsTheProjectsFilesIsRefusedWhereTheyAreNot(@TempDir Path here) {
        ItemPlan mapped = new ItemPlan(
                "api",
                ItemKind.SERVICE,
                "shop/api:1",
                null,
                null,
                8080,
                Map.of(),
                Map.of(),
                ItemPlan.Limits.NONE,
                new ItemPlan.LocalCommand(List.of("java", "-jar", "app.jar"), "", Map.of()),
                null);
        assertThat(ItemCommand.elsewhereProblem(plan(here, mapped), mapped)).isNull();
        assertThat(ItemCommand.elsewhereProblem(plan(Path.of("/nonexistent"), mapped), mapped))
                .startsWith("item api: .dokkimi/local.yaml maps its image shop/api:1 to a command")
                .contains("this platform does not have them");
    }

    private static EnvironmentPlan plan(Path root, ItemPlan item) {
        return new EnvironmentPlan(new RunId("r"), new InstanceId("r-1"), 1, root, List.of(item), Set.of());
    }

    @Test
    void exitCodesSpeak() {
        assertThat(ExitReason.of(1, false, List.of())).isNull();
        assertThat(ExitReason.of(139, false, List.of())).isEqualTo("killed by signal 11 (SIGSEGV)");
        assertThat(ExitReason.of(3, false, List.of("java.lang.OutOfMemoryError: Java heap space")))
                .startsWith("out of memory");
        assertThat(ExitReason.of(137, true, List.of())).startsWith("out of memory");
    }

    private static InitFile file(String name, String text) {
        return new InitFile(name, text.getBytes());
    }

    private static ItemPlan database(@Nullable String version, @Nullable String image) {
        DatabasePlan plan = new DatabasePlan("postgres", version, "d", "d", "d", false, List.of());
        return new ItemPlan(
                "db", ItemKind.DATABASE, image, null, null, 5432, Map.of(), Map.of(), ItemPlan.Limits.NONE, null, plan);
    }
}
