// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Backups;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "export", description = "Writes a backup into an archive that ordinary tools unpack.")
final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(paramLabel = "ID", description = "The backup, a beginning of its name, or latest.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Parameters(paramLabel = "FILE", description = "The archive; its name ends in .tar.zst, .tar.gz or .zip.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            Backups backups = new Backups(site);
            String name = backups.show(id).id();
            return output.report(report(name, file, backups.export(name, file)));
        });
    }

    static Report report(String id, Path file, long bytes) {
        ObjectNode json =
                Json.object("export").put("id", id).put("file", file.toString()).put("bytes", bytes);
        return new Report(
                json, List.of("backup " + id + ": exported to " + file + ", " + Units.bytes(bytes)), ExitCode.DONE);
    }
}
