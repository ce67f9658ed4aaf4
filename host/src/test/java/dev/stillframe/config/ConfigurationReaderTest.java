// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.consistency.Level;
import dev.stillframe.error.StillframeException;
import dev.stillframe.retention.KeepRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    @TempDir
    Path folder;

    private ConfigurationFiles files;

    @BeforeEach
    void files() {
        files = new ConfigurationFiles(folder, Map.of());
    }

    @Test
    void a_small_file_gets_every_default() throws Exception {
        Configuration configuration = files.read(ConfigurationFiles.GOOD);

        assertThat(configuration.hostName()).isEqualTo("shop-1");
        assertThat(configuration.storages())
                .containsExactly(new ArchiveFolder(Path.of("/backup/shop"), ArchiveFolder.Format.TAR_ZSTD));
        assertThat(configuration.applications().get("uploads"))
                .isEqualTo(new Application(
                        "uploads",
                        "files",
                        new Settings(Map.of("paths", List.of("/srv/uploads"))),
                        Level.CRASH,
                        Application.OnDamage.KEEP,
                        Optional.empty()));
        assertThat(configuration.jobs().get("shop"))
                .isEqualTo(new Job(
                        "shop",
                        List.of("uploads"),
                        BackupType.COPY,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        Duration.ofHours(12),
                        Job.OnFailure.ABORT,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        new ChangedRanges(true, Duration.ofDays(30), 50, 5, 1, Duration.ofDays(7)),
                        Optional.empty()));
    }

    @Test
    void every_key_reaches_its_record() throws Exception {
        Configuration configuration = files.read("""
                repository:
                  location: s3:https://s3.example.org/bucket/shop
                  password-file: /etc/stillframe/repository.password
                  compression-level: 7
                  pack-size: 64MiB
                  memory: 1GiB
                  retry-for: 30s
                  lock-wait: 2m
                  s3:
                    region: eu-central-1
                    path-style: false
                    checksums: true
                    conditional-writes: false
                    credentials-file: /etc/stillframe/s3.keys
                    profile: backup
                state-directory: /var/lib/../lib/stillframe
                plugins:
                  directory: /plugins
                  trust:
                    sha256: {orders.jar: 9B74C9897BAC770FFC029102A200C5DE37A52ABA9B74C9897BAC770FFC029102}
                    signers: /etc/stillframe/signers.p12
                    signers-password-file: /etc/stillframe/signers.password
                snapshot-commands:
                  array:
                    volume: /srv/shop/
                    create: [/usr/sbin/array, snap, --fast]
                    mount: [/usr/sbin/array, mount]
                    release: [/usr/sbin/array, drop]
                    freeze-filesystem: true
                    timeout: 30s
                applications:
                  b: {writer: files, settings: {paths: [/b]}, minimum-consistency: application, on-damage: refuse, keep: {last: 9}}
                  a: {writer: files, settings: {paths: [/a], port: 0x1F, ratio: 2.5, nested: {x: true}}}
                jobs:
                  all:
                    applications: [b, a]
                    freeze-timeout: 500ms
                    prepare-timeout: 2m
                    copy-timeout: 3h
                    validate-timeout: 4s
                    on-failure: continue
                    backup-type: full
                    minimum-group: same-instant
                    providers: [reflink, live]
                    accept-live: true
                    changed-ranges: {keep-base: false, max-age: 36h, max-space: 7, min-free: 0, sample: 2.5, full-validation: always}
                    archive: {directory: /backup/shop/, format: zip}
                    keep: {last: 1, hourly: 2, daily: 3, weekly: 4, monthly: 5, yearly: 6, within: 7w}
                """);

        assertThat(configuration.hostName()).isNotEmpty();
        Storage repository = new RepositoryStorage(
                "s3:https://s3.example.org/bucket/shop",
                Optional.of(Path.of("/etc/stillframe/repository.password")),
                7,
                64 << 20,
                OptionalLong.of(1 << 30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                new RepositoryStorage.S3(
                        "eu-central-1", false, true, false, Optional.of(Path.of("/etc/stillframe/s3.keys")), "backup"));
        Storage archive = new ArchiveFolder(Path.of("/backup/shop"), ArchiveFolder.Format.ZIP);
        assertThat(configuration.storages()).containsExactly(repository, archive);
        assertThat(configuration.stateDirectory()).isEqualTo(Path.of("/var/lib/stillframe"));
        assertThat(configuration.plugins())
                .isEqualTo(new PluginFolder(
                        Path.of("/plugins"),
                        Optional.of(new PluginTrust(
                                Map.of(
                                        "orders.jar",
                                        "9B74C9897BAC770FFC029102A200C5DE37A52ABA9B74C9897BAC770FFC029102"),
                                Optional.of(Path.of("/etc/stillframe/signers.p12")),
                                Optional.of(Path.of("/etc/stillframe/signers.password"))))));
        assertThat(configuration.snapshotCommands())
                .containsExactly(new SnapshotCommands(
                        "array",
                        Path.of("/srv/shop"),
                        List.of("/usr/sbin/array", "snap", "--fast"),
                        List.of("/usr/sbin/array", "mount"),
                        List.of("/usr/sbin/array", "drop"),
                        true,
                        Duration.ofSeconds(30)));
        assertThat(configuration.applications().keySet()).containsExactly("b", "a");
        assertThat(configuration.applications().get("b").minimum()).isEqualTo(Level.APPLICATION);
        assertThat(configuration.applications().get("b").onDamage()).isEqualTo(Application.OnDamage.REFUSE);
        assertThat(configuration.applications().get("b").keep())
                .contains(new KeepRules(9, 0, 0, 0, 0, 0, Optional.empty()));
        assertThat(configuration.applications().get("a").settings().values())
                .containsEntry("port", 31L)
                .containsEntry("ratio", 2.5)
                .containsEntry("nested", Map.of("x", true));
        assertThat(configuration.jobs().get("all"))
                .isEqualTo(new Job(
                        "all",
                        List.of("b", "a"),
                        BackupType.FULL,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(2),
                        Duration.ofHours(3),
                        Duration.ofSeconds(4),
                        Job.OnFailure.CONTINUE,
                        Optional.of(Job.GroupMinimum.SAME_INSTANT),
                        Optional.of(List.of("reflink", "live")),
                        true,
                        Optional.of(archive),
                        new ChangedRanges(false, Duration.ofHours(36), 7, 0, 2.5, Duration.ZERO),
                        Optional.of(new KeepRules(1, 2, 3, 4, 5, 6, Optional.of(Duration.ofDays(49))))));
    }

    @Test
    void a_repository_gets_every_default() throws Exception {
        Configuration configuration = files.read(ConfigurationFiles.GOOD.replace(
                "archive:\n  directory: /backup/shop", "repository:\n  location: /backup/shop"));

        assertThat(configuration.storages())
                .containsExactly(new RepositoryStorage(
                        "/backup/shop",
                        Optional.empty(),
                        3,
                        16 << 20,
                        OptionalLong.empty(),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        new RepositoryStorage.S3("us-east-1", true, false, true, Optional.empty(), "default")));
    }

    @Test
    void the_sizes_of_packs_and_memory_fit_together() throws Exception {
        assertThat(files.errors("""
                        repository: {location: /backup, pack-size: 3MiB, memory: 1MiB}
                        state-directory: /state
                        plugins: {directory: /plugins}
                        applications: {a: {writer: files, settings: {paths: [/a]}}}
                        jobs:
                          one: {applications: [a], repository: {location: /b, memory: 100MiB}}
                          two: {applications: [a], repository: {location: /c, memory: 114MiB}}
                          three: {applications: [a], repository: {location: /d, pack-size: 4MiB, memory: 64MiB}}
                          four: {applications: [a], repository: {location: /e, pack-size: 16MB, memory: 0MiB}}
                        """))
                .containsExactly(
                        "stillframe.yaml:1:44: /repository/pack-size: must be 4MiB to 128MiB (16MiB suits most; 64MiB far-away storage) [config.value]",
                        "stillframe.yaml:6:63: /jobs/one/repository/memory: is not enough for packs of 16MiB (at least 114MiB, or a smaller pack-size) [config.value]",
                        "stillframe.yaml:9:67: /jobs/four/repository/pack-size: must be a whole number and a unit: 64MiB or 1GiB [config.value]",
                        "stillframe.yaml:9:81: /jobs/four/repository/memory: must be a whole number and a unit: 64MiB or 1GiB [config.value]");
    }

    @Test
    void less_memory_means_that_fewer_packs_are_stored_at_the_same_time() throws Exception {
        String job = ConfigurationFiles.GOOD.replace(
                "archive:\n  directory: /backup/shop", "repository:\n  location: /backup/shop\n  memory: %s");
        assertThat(connections(job.formatted("114MiB"))).isEqualTo(1);
        assertThat(connections(job.formatted("160MiB"))).isEqualTo(2);
        assertThat(connections(ConfigurationFiles.GOOD.replace(
                        "archive:\n  directory: /backup/shop", "repository:\n  location: /backup/shop")))
                .as("as many as the place likes")
                .isZero();
    }

    private int connections(String text) throws Exception {
        return ((RepositoryStorage) files.read(text).storages().get(0)).connections();
    }

    @Test
    void it_is_clear_where_backups_go() throws Exception {
        assertThat(files.errors("""
                        state-directory: /state
                        plugins: {directory: /plugins}
                        applications: {a: {writer: files, settings: {paths: [/a]}}}
                        jobs:
                          one:
                            applications: [a]
                            repository: {location: /state/in, s3: {region: x}}
                            archive: {directory: /b}
                          two:
                            applications: [a]
                            repository: {location: relative}
                            keep: {}
                          three:
                            applications: [a]
                            repository: {location: "s3:https://s3.example.org"}
                            keep: {daily: 0, within: 3m}
                        """))
                .containsExactly(
                        "stillframe.yaml:1:1: the key \"repository\" is missing (repository: where backups go; or archive: a folder of archives) [config.missing-key]",
                        "stillframe.yaml:7:28: /jobs/one/repository/location: overlaps /state-directory, \"/state\" (use folders that do not lie in each other) [config.overlap]",
                        "stillframe.yaml:7:39: /jobs/one/repository/s3: is of no meaning for a folder (remove it, or name a location s3:...) [config.value]",
                        "stillframe.yaml:8:5: /jobs/one/archive: only one of repository and archive may be set (a job may have an archive of its own: jobs: {NAME: {archive: {directory: ...}}}) [config.two-destinations]",
                        "stillframe.yaml:11:28: /jobs/two/repository/location: must be an absolute path, or s3:https://HOST/BUCKET/PATH [config.value]",
                        "stillframe.yaml:12:11: /jobs/two/keep: must not be empty [config.value]",
                        "stillframe.yaml:15:28: /jobs/three/repository/location: must be an absolute path, or s3:https://HOST/BUCKET/PATH [config.value]",
                        "stillframe.yaml:16:19: /jobs/three/keep/daily: must have a minimum value of 1 [config.value]",
                        "stillframe.yaml:16:30: /jobs/three/keep/within: must be a whole number and a unit: 36h, 30d or 8w [config.value]");
    }

    @Test
    void a_mapping_used_twice_by_an_alias_is_read_twice() throws Exception {
        Configuration configuration = files.read(ConfigurationFiles.GOOD.replace(
                "  uploads:", "  more: &files {writer: files, settings: {paths: [/m]}}\n  others: *files\n  uploads:"));

        assertThat(configuration.applications().get("others").settings())
                .isEqualTo(configuration.applications().get("more").settings());
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file() throws Exception {
        assertThat(files.errors("""
                        archiv: {directory: /backup}
                        archive:
                          directory: backup
                          format: rar
                        repository: {location: /backups}
                        state-directory: /var/lib/stillframe
                        plugins: {}
                        host-name: shop.example.org
                        applications:
                          Uploads:
                            writer: files
                            settings: {paths: [/srv]}
                          orders:
                            writer: files
                            settings:
                              paths: srv
                            minimum-consistency: aplication
                            on-damage:
                        jobs:
                          shop:
                            applications: [orders, upload, orders]
                            freeze-timeout: 10
                            copy-timeout: 1 day
                            acept-live: yes
                            schedule: "0 3 * * *"
                            keep: {dayly: 7}
                          shop: {applications: [orders]}
                          none: {applications: []}
                        """))
                .containsExactly(
                        "stillframe.yaml:1:1: /archiv: unknown key \"archiv\" (did you mean \"archive\"?) [config.unknown-key]",
                        "stillframe.yaml:2:1: /archive: only one of repository and archive may be set (a job may have an archive of its own: jobs: {NAME: {archive: {directory: ...}}}) [config.two-destinations]",
                        "stillframe.yaml:3:14: /archive/directory: must be an absolute path, for example /var/lib/stillframe [config.value]",
                        "stillframe.yaml:4:11: /archive/format: must be one of tar.zst, tar.gz, zip [config.value]",
                        "stillframe.yaml:7:1: /plugins: the key \"directory\" is missing (directory: the folder that holds the plugins' jars) [config.missing-key]",
                        "stillframe.yaml:8:12: /host-name: must be at most 32 letters, digits and hyphens, no hyphen at either end [config.value]",
                        "stillframe.yaml:10:3: /applications/Uploads: a name must be at most 63 lower-case letters, digits and hyphens, the first not a hyphen [config.key]",
                        "stillframe.yaml:17:26: /applications/orders/minimum-consistency: must be one of live, crash, filesystem, application (did you mean \"application\"?) [config.value]",
                        "stillframe.yaml:18:15: /applications/orders/on-damage: must be one of keep, refuse [config.value]",
                        "stillframe.yaml:21:19: /jobs/shop/applications: names the same thing twice (keep one) [config.value]",
                        "stillframe.yaml:21:28: /jobs/shop/applications/1: no application is named \"upload\" (did you mean \"Uploads\"?) [config.unknown-application]",
                        "stillframe.yaml:22:21: /jobs/shop/freeze-timeout: must be text, but is a number (a whole number and a unit: 500ms, 10s, 5m or 2h) [config.type]",
                        "stillframe.yaml:23:19: /jobs/shop/copy-timeout: must be a whole number and a unit: 500ms, 10s, 5m or 2h [config.value]",
                        "stillframe.yaml:24:5: /jobs/shop/acept-live: unknown key \"acept-live\" (did you mean \"accept-live\"?) [config.unknown-key]",
                        "stillframe.yaml:25:5: /jobs/shop/schedule: the key \"schedule\" is not supported yet (there is no scheduler in this release; run `stillframe backup` from the systemd timer or cron) [config.not-supported]",
                        "stillframe.yaml:26:12: /jobs/shop/keep/dayly: unknown key \"dayly\" (did you mean \"daily\"?) [config.unknown-key]",
                        "stillframe.yaml:27:3: /jobs/shop: the key \"shop\" is here twice (first on line 20; keep one) [config.duplicate-key]",
                        "stillframe.yaml:28:24: /jobs/none/applications: must not be empty [config.value]");
    }

    @Test
    void settings_are_checked_against_their_writers_schema_at_their_own_lines() throws Exception {
        assertThat(files.errors("""
                        archive: {directory: /backup/a}
                        state-directory: /backup
                        plugins: {directory: /plugins}
                        applications:
                          a:
                            writer: files
                            settings:
                              paths: [/ok, relative]
                              port: 0
                              mode: sfot
                              nested: {x: 1, y: true}
                              exlude: []
                          b:
                            writer: file
                          c:
                            writer: files
                        jobs: {all: {applications: [a]}}
                        """))
                .containsExactly(
                        "stillframe.yaml:1:22: /archive/directory: overlaps /state-directory, \"/backup\" (use folders that do not lie in each other) [config.overlap]",
                        "stillframe.yaml:8:20: /applications/a/settings/paths/1: must match ^/ [config.value]",
                        "stillframe.yaml:9:13: /applications/a/settings/port: must have a minimum value of 1 [config.value]",
                        "stillframe.yaml:10:13: /applications/a/settings/mode: must be one of soft, hard (did you mean \"soft\"?) [config.value]",
                        "stillframe.yaml:11:19: /applications/a/settings/nested/x: must be true or false, but is a number [config.type]",
                        "stillframe.yaml:12:7: /applications/a/settings/exlude: unknown key \"exlude\" (did you mean \"exclude\"?) [config.unknown-key]",
                        "stillframe.yaml:14:13: /applications/b/writer: no plugin brings a writer named \"file\" (did you mean \"files\"?) [config.unknown-writer]",
                        "stillframe.yaml:15:3: /applications/c/settings: the key \"paths\" is missing [config.missing-key]");
    }

    @Test
    void settings_that_exclude_each_other_are_named() throws Exception {
        assertThat(files.errors(ConfigurationFiles.GOOD.replace("[/srv/uploads]", "[/u], password: x, mode: soft")))
                .containsExactly(
                        "stillframe.yaml:10:5: /applications/uploads/settings: only one of password, mode may be set [config.value]");
    }

    @Test
    void what_is_wrong_with_a_policy_of_trust_is_told_and_no_plugin_is_loaded_by_half_of_it() throws Exception {
        Path file = files.write(ConfigurationFiles.GOOD.replace(
                "plugins:\n", "plugins:\n  trust: {sha256: {orders.zip: 12ab}, signers-password-file: /p}\n"));

        assertThatThrownBy(() -> new ConfigurationReader(Map.of()).read(file, plugins -> {
                    throw new AssertionError("loaded " + plugins);
                }))
                .hasMessageContaining("/plugins/trust/sha256/orders.zip")
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageContaining("/plugins/trust/signers-password-file: is of no meaning without signers");
    }

    @Test
    void snapshot_commands_are_programs_and_one_makes_the_snapshots_of_a_volume() throws Exception {
        assertThat(files.errors(ConfigurationFiles.GOOD + """
                snapshot-commands:
                  one: {volume: /srv, create: [snap], mount: [/m], release: [/r]}
                  two: {volume: /srv/, create: [/c], mount: [/m], release: []}
                """))
                .anyMatch(error ->
                        error.contains("/snapshot-commands/one/create/0: a program is named by its absolute path"))
                .anyMatch(error ->
                        error.contains("/snapshot-commands/two/volume: the snapshots of this volume are already"))
                .anyMatch(error -> error.contains("/snapshot-commands/two/release"))
                .hasSize(3);
    }

    @Test
    void a_plugin_folder_that_cannot_be_used_is_an_error_at_its_key() throws Exception {
        Path file = files.write(ConfigurationFiles.GOOD);

        assertThatThrownBy(() -> new ConfigurationReader(Map.of()).read(file, directory -> {
                    throw new StillframeException(
                            "plugin.folder",
                            directory.directory() + " is not a folder",
                            Retry.DOES_NOT_HELP,
                            "create it");
                }))
                .hasMessageContaining(
                        ":5:14: /plugins/directory: /usr/share/stillframe/plugins is not a folder (create it) [config.plugins]");
    }

    @Test
    void a_writer_with_a_broken_schema_is_an_error_at_the_writers_key() throws Exception {
        Path file = files.write(ConfigurationFiles.GOOD);

        assertThatThrownBy(() -> new ConfigurationReader(Map.of()).read(file, directory -> Map.of("files", "{")))
                .hasMessageContaining(":9:13: /applications/uploads/writer: the plugin's own schema");
    }

    @Test
    void without_writers_settings_are_neither_checked_nor_resolved() throws Exception {
        Path file = files.write(ConfigurationFiles.GOOD.replace("[/srv/uploads]", "'${env:NOT_SET}'"));

        assertThat(new ConfigurationReader(Map.of())
                        .readWithoutWriters(file)
                        .applications()
                        .get("uploads")
                        .settings()
                        .values())
                .containsEntry("paths", "${env:NOT_SET}");
    }
}
