// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifyTest {
    private final Host host = new Host();
    private final FilesWriterFactory factory = new FilesWriterFactory();

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void real_folder() throws Exception {
        folder = temporary.toRealPath();
    }

    @Test
    void all_paths_form_one_component_with_the_operators_patterns_at_every_grain() throws Exception {
        Path a = Files.createDirectory(folder.resolve("a"));
        Path b = Files.writeString(folder.resolve("b.txt"), "b");
        Inventory found = identify(Map.of(
                "paths", List.of(a.toString(), b.toString()), "include", List.of("*.jpg"), "exclude", List.of("tmp")));
        Component only = found.components().get(0);
        assertThat(found.components()).hasSize(1);
        assertThat(only.id().value()).isEqualTo("files");
        assertThat(only.quiesce()).isEqualTo(new Quiesce.None());
        assertThat(only.files()).extracting(FileSet::root).containsExactly(path(a), path(b));
        assertThat(only.files()).allSatisfy(set -> {
            assertThat(set.include()).containsExactly("*.jpg");
            assertThat(set.exclude()).containsExactly("tmp");
            assertThat(set.takenAt()).containsExactlyInAnyOrder(Grain.values());
        });
        assertThat(found.notices()).extracting(Inventory.Notice::code).containsExactly("files.unverifiable");
    }

    @Test
    void a_symbolic_link_is_resolved_and_said_and_told_again_after_a_restore() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real/inner"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Path through = link.resolve("inner");
        Inventory found = identify(Map.of("paths", List.of(through.toString(), real.toString())));
        Component only = found.components().get(0);
        assertThat(only.files()).extracting(FileSet::root).containsExactly(path(real)); // once
        assertThat(found.notices()).anySatisfy(notice -> {
            assertThat(notice.code()).isEqualTo("files.link");
            assertThat(notice.message()).contains(through.toString()).contains(real.toString());
        });
        RestoreRequest request = new RestoreRequest(
                List.of(new RestoreRequest.RestoredComponent(only.id(), only.files(), Grain.LIVE, only.facts())),
                SourcePath.of("/target"),
                false);
        assertThat(factory.restorer(request, host).after(Host.later()).nextSteps())
                .singleElement()
                .asString()
                .contains(through.toString())
                .contains(real.toString());
    }

    @Test
    void a_path_that_is_missing_special_or_hidden_behind_a_broken_link_is_refused_by_name() throws Exception {
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        for (Path missing : List.of(folder.resolve("missing"), dangling)) {
            WriterException e = catchThrowableOfType(
                    WriterException.class, () -> identify(Map.of("paths", List.of(missing.toString()))));
            assertThat(e.code()).isEqualTo("files.missing");
            assertThat(e).hasMessageContaining(missing.toString());
        }
        WriterException special =
                catchThrowableOfType(WriterException.class, () -> identify(Map.of("paths", List.of("/dev/null"))));
        assertThat(special.code()).isEqualTo("files.special");
    }

    @Test
    void who_has_files_open_for_writing_is_named_and_readers_are_not() throws Exception {
        SourcePath file = path(folder.resolve("data"));
        host.open = new OpenFiles(
                List.of(
                        new OpenFiles.Holder(file, 1, 1, "reader", OpenFiles.Access.READ),
                        new OpenFiles.Holder(file, 2, 1, "nginx", OpenFiles.Access.WRITE),
                        new OpenFiles.Holder(file, 3, 1, "lmdb", OpenFiles.Access.MAPPED_WRITE)),
                false);
        Inventory found = identify(Map.of("paths", List.of(folder.toString())));
        assertThat(found.notices())
                .extracting(Inventory.Notice::code)
                .containsExactly("files.open", "files.open-unseen", "files.unverifiable");
        assertThat(found.notices().get(0).message())
                .contains("nginx (process 2)")
                .contains("lmdb (process 3, mapped)")
                .doesNotContain("reader");
    }

    @Test
    void commands_declare_a_hold_and_say_that_they_run_inside_the_window() throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "paths", List.of(folder.toString()),
                "freeze-command", List.of("/bin/true"),
                "thaw-command", List.of("/bin/true"),
                "hold", "commits",
                "tier", "storage"));
        Inventory found = identify(settings);
        assertThat(found.components().get(0).quiesce())
                .isEqualTo(new Quiesce.Hold(Quiesce.Still.COMMITS, Quiesce.Tier.STORAGE));
        assertThat(found.notices())
                .extracting(Inventory.Notice::code)
                .contains("files.hold-commands", "files.hold-unproved");
        settings.put("check-command", List.of("/bin/true"));
        assertThat(identify(settings).notices())
                .extracting(Inventory.Notice::code)
                .contains("files.hold-commands")
                .doesNotContain("files.hold-unproved");
    }

    @Test
    void without_commands_a_participant_has_no_hold_and_its_verdict_is_that_nothing_can_be_checked() throws Exception {
        try (Participant participant =
                factory.open(new Settings(Map.of("paths", List.of("/"))), host).join(host)) {
            assertThat(participant).isNotInstanceOf(Freezable.class);
            participant.prepare(Host.later());
            assertThat(participant.validate(null, Host.later()))
                    .containsOnlyKeys(FilesWriter.COMPONENT)
                    .extractingByKey(FilesWriter.COMPONENT)
                    .isInstanceOf(Verdict.Unverifiable.class);
            participant.abort();
        }
        assertThat(host.armed).isEmpty();
    }

    @Test
    void settings_that_contradict_each_other_are_refused_at_open() {
        List<String> paths = List.of("/srv");
        List<String> command = List.of("/bin/true");
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("paths", List.of("relative")),
                Map.of("paths", List.of("/srv/../etc")),
                Map.of("paths", paths, "freeze-command", command, "hold", "writes"),
                Map.of("paths", paths, "thaw-command", command),
                Map.of("paths", paths, "check-command", command),
                Map.of("paths", paths, "freeze-command", command, "thaw-command", command),
                Map.of("paths", paths, "freeze-command", command, "thaw-command", command, "hold", "everything"),
                Map.of("paths", paths, "freeze-command", List.of("true"), "thaw-command", command, "hold", "writes"),
                Map.of(
                        "paths",
                        paths,
                        "freeze-command",
                        command,
                        "thaw-command",
                        command,
                        "hold",
                        "writes",
                        "command-timeout",
                        "soon"))) {
            assertThatThrownBy(() -> factory.open(new Settings(bad), host))
                    .as("%s", bad)
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("settings.invalid"));
        }
    }

    @Test
    void doctor_tells_everything_that_is_missing_at_once() throws Exception {
        host.open = new OpenFiles(List.of(), false);
        List<Diagnosis> found = factory.diagnose(
                new Settings(Map.of(
                        "paths", List.of(folder.toString(), folder + "/missing"),
                        "freeze-command", List.of("/bin/true"),
                        "thaw-command", List.of(folder + "/not-there"),
                        "hold", "writes")),
                host,
                Host.later());
        assertThat(found)
                .extracting(Diagnosis::status)
                .containsExactly(Status.GOOD, Status.MISSING, Status.GOOD, Status.MISSING, Status.WARNING);
    }

    private Inventory identify(Map<String, Object> settings) throws WriterException {
        return factory.open(new Settings(settings), host).identify(new IdentifyRequest(BackupType.COPY, Host.later()));
    }

    private static SourcePath path(Path path) {
        return SourcePath.of(path.toString());
    }
}
