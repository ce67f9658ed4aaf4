// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.restore;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Facts;
import dev.stillframe.sqlserver.database.Facts.RestoredFile;
import dev.stillframe.sqlserver.database.PathText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves a script beside each database's files: only the instance can make a database of them, and a restore must not
 * need one that runs.
 */
public final class DatabaseRestorer implements Restorer {
    private final RestoreRequest request;
    private final WriterContext context;

    public DatabaseRestorer(RestoreRequest request, WriterContext context) {
        this.request = request;
        this.context = context;
    }

    /** Refuses to put files under an instance that has them open. */
    @Override
    public void before(Deadline deadline) throws WriterException {
        List<SourcePath> files = new ArrayList<>();
        for (RestoredComponent component : request.components()) {
            moved(component).forEach(file -> files.add(file.path()));
        }
        Optional<OpenFiles.Holder> holder =
                context.openFiles(files).holders().stream().findFirst();
        if (holder.isPresent()) {
            throw new WriterException(
                    "sqlserver.in-use",
                    "the file " + holder.get().file() + " is open in process "
                            + holder.get().pid() + " (" + holder.get().command() + ")",
                    Retry.DOES_NOT_HELP,
                    "take the database offline first, or restore to another folder");
        }
    }

    @Override
    public RestoreReport after(Deadline deadline) throws WriterException {
        List<String> changes = new ArrayList<>();
        List<String> nextSteps = new ArrayList<>();
        for (RestoredComponent component : request.components()) {
            List<RestoredFile> files = moved(component);
            refuseMissing(component, files);
            String name = component
                    .facts()
                    .getOrDefault(Facts.DATABASE, component.id().value());
            String as = request.inPlace() ? name : name + "_restored";
            if (component.facts().containsKey(RestoredComponent.NATIVE_WRITER)) {
                nextSteps.add(name + ": SqlServerWriter recovers it; DBCC CHECKDB when it is online");
                continue;
            }
            boolean vss = Boolean.parseBoolean(component.facts().get(Facts.HELD_BY_VSS));
            Optional<String> metadata = Optional.ofNullable(component.facts().get(Facts.METADATA))
                    .map(path -> text(request.moved(SourcePath.of(path)), vss));
            List<RestoreScript.Moved> moved = files.stream()
                    .map(file -> new RestoreScript.Moved(file.name(), text(file.path(), vss)))
                    .toList();
            Path script = write(
                    new RestoreScript(name, as, metadata, moved), files.get(0).path());
            if (!name.equals(as)) {
                changes.add("database " + name + " comes back as " + as + ", beside the original");
            }
            nextSteps.addAll(steps(component, name, script));
        }
        return new RestoreReport(changes, nextSteps);
    }

    private static List<String> steps(RestoredComponent component, String name, Path script) {
        List<String> steps = new ArrayList<>();
        if (Boolean.parseBoolean(component.facts().get(Facts.HELD_BY_VSS))) {
            steps.add(name
                    + " was held by SqlServerWriter, which takes no part in this restore: its files are attached, and"
                    + " no log backups can follow");
        } else if (!component.facts().containsKey(Facts.METADATA)) {
            steps.add(
                    "the suspension of " + name + " was lost during the backup: its files are those of a crash, and are"
                            + " attached, not restored");
        }
        if (Boolean.parseBoolean(component.facts().get(Facts.ENCRYPTED))) {
            steps.add(name + " is encrypted: the instance needs the certificate that protects its key");
        }
        steps.add("let the account of the instance read and write the files in " + script.getParent());
        steps.add("sqlcmd -S localhost -b -x -i " + script); // -x: a name with $(...) in it stays what it is
        steps.add("DBCC CHECKDB of the new database");
        return steps;
    }

    private static String text(SourcePath path, boolean windows) {
        return windows ? PathText.onWindows(path) : PathText.of(path);
    }

    /** As this machine has it. */
    private static Path here(SourcePath path) {
        return Path.of(text(path, File.separatorChar == '\\'));
    }

    private List<RestoredFile> moved(RestoredComponent component) throws WriterException {
        List<RestoredFile> files = Facts.files(component.facts()).stream()
                .map(file -> new RestoredFile(file.name(), request.moved(file.path())))
                .toList();
        if (files.isEmpty()) {
            throw new WriterException(
                    "sqlserver.facts",
                    "the backup of " + component.id() + " does not say which files the database has",
                    Retry.DOES_NOT_HELP,
                    "");
        }
        return files;
    }

    private static void refuseMissing(RestoredComponent component, List<RestoredFile> files) throws WriterException {
        for (RestoredFile file : files) {
            if (!Files.exists(here(file.path()))) {
                throw new WriterException(
                        "sqlserver.restored-incomplete",
                        "the file " + file.path() + " of " + component.id() + " was not restored",
                        Retry.DOES_NOT_HELP,
                        "");
            }
        }
    }

    private static Path write(RestoreScript script, SourcePath primary) throws WriterException {
        Path path = Path.of(here(primary) + ".restore.sql");
        try {
            return Files.writeString(path, script.text());
        } catch (IOException e) {
            throw new WriterException("sqlserver.restore", "cannot write " + path + ": " + e, Retry.UNKNOWN, "", e);
        }
    }
}
