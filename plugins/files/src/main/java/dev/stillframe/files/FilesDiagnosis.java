// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the paths can be read, the commands can be run, and who writes can be seen. */
final class FilesDiagnosis {
    private final FilesSettings settings;
    private final WriterContext context;
    private final List<Diagnosis> found = new ArrayList<>();

    FilesDiagnosis(FilesSettings settings, WriterContext context) {
        this.settings = settings;
        this.context = context;
    }

    List<Diagnosis> run() {
        List<SourcePath> roots = new ArrayList<>();
        for (String path : settings.paths()) {
            try {
                SourcePath real = Roots.resolve(path);
                roots.add(real);
                found.add(new Diagnosis(Status.GOOD, "path " + path, "can be read at " + real, ""));
            } catch (WriterException e) {
                found.add(new Diagnosis(Status.MISSING, "path " + path, String.valueOf(e.getMessage()), e.hint()));
            }
        }
        settings.hold().ifPresent(this::hold);
        rights(roots);
        return found;
    }

    private void hold(Hold hold) {
        if (hold instanceof HoldCommands commands) {
            commands(commands);
        } else if (hold instanceof HoldCgroup cgroup) {
            cgroup.path().ifPresent(path -> frozen("cgroup", new Cgroup(path)));
            cgroup.units().forEach(unit -> unit(unit).ifPresent(its -> frozen("unit " + unit, its)));
        } else if (hold instanceof HoldProcesses processes) {
            processes
                    .units()
                    .forEach(unit -> unit(unit)
                            .ifPresent(its -> found.add(
                                    new Diagnosis(Status.GOOD, "unit " + unit, "its processes are in " + its, ""))));
        }
    }

    private Optional<Cgroup> unit(String unit) {
        try {
            return Optional.of(UnitTree.ofThisMachine().of(unit));
        } catch (WriterException e) {
            found.add(new Diagnosis(Status.MISSING, "unit " + unit, String.valueOf(e.getMessage()), e.hint()));
            return Optional.empty();
        }
    }

    private void frozen(String name, Cgroup cgroup) {
        Path switched = cgroup.path().resolve("cgroup.freeze");
        found.add(
                Files.isWritable(switched)
                        ? new Diagnosis(Status.GOOD, name, cgroup + " can be frozen", "")
                        : new Diagnosis(
                                Status.MISSING,
                                name,
                                switched + " is not there or cannot be written",
                                "name a version 2 cgroup, and run as root"));
    }

    private void commands(HoldCommands hold) {
        command("freeze-command", hold.freeze());
        command("thaw-command", hold.thaw());
        hold.check().ifPresent(check -> command("check-command", check));
    }

    private void command(String name, List<String> command) {
        String program = command.get(0);
        if (Files.isRegularFile(Path.of(program)) && Files.isExecutable(Path.of(program))) {
            found.add(new Diagnosis(Status.GOOD, name, program + " can be run", ""));
        } else {
            found.add(new Diagnosis(
                    Status.MISSING,
                    name,
                    program + " is not a program that can be run",
                    "chmod +x, or correct the path"));
        }
    }

    private void rights(List<SourcePath> roots) {
        try {
            if (context.openFiles(roots).complete()) {
                found.add(new Diagnosis(Status.GOOD, "open files", "every process can be looked into", ""));
            } else {
                found.add(new Diagnosis(
                        Status.WARNING,
                        "open files",
                        "some processes cannot be looked into: who has files open is not fully known",
                        "as root more can be seen, but not the processes of another container"));
            }
        } catch (WriterException e) {
            found.add(new Diagnosis(Status.WARNING, "open files", String.valueOf(e.getMessage()), e.hint()));
        }
    }
}
