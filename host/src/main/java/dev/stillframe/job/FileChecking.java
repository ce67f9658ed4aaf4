// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Verdict;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.PluginWriter;
import dev.stillframe.runtime.call.BoundedFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets a writer judge files that lie anywhere: no backup, no application and no settings are needed. */
public final class FileChecking {
    /** A check of the largest files takes hours; one that takes longer hangs. */
    private static final Duration LIMIT = Duration.ofHours(24);

    private final Site site;

    /** @param site may be opened without writers */
    public FileChecking(Site site) {
        this.site = site;
    }

    /**
     * Checks files that belong together.
     *
     * @param writer the writer's id
     * @throws StillframeException {@code cli.writer} if there is no such writer or it checks no files, {@code cli.file}
     */
    public Result run(String writer, List<Path> paths) throws StillframeException {
        try (LoadedPlugins plugins = site.loadPlugins()) {
            PluginWriter plugin =
                    plugins.writer(writer).orElseThrow(() -> refused("no plugin brings the writer " + writer, plugins));
            if (plugin.checksFiles().isEmpty()) {
                throw refused("the writer " + writer + " checks no files", plugins);
            }
            BoundedFactory factory = new BoundedFactory(plugin.factory(), site.clock()::nanoTime);
            List<CheckedFile> files = new ArrayList<>();
            try {
                for (Path path : paths) {
                    files.add(CheckedFile.open(path));
                }
                Verdict verdict =
                        Faults.result("writer " + writer, factory.check(List.<ImageFile>copyOf(files), LIMIT));
                return new Result(
                        writer,
                        files.stream().map(file -> file.path().toString()).toList(),
                        verdict);
            } finally {
                files.forEach(CheckedFile::close);
            }
        }
    }

    private static StillframeException refused(String message, LoadedPlugins plugins) {
        List<String> able = plugins.writers().stream()
                .filter(each -> each.checksFiles().isPresent())
                .map(each -> each.descriptor().id())
                .toList();
        return new StillframeException(
                "cli.writer",
                message,
                Retry.DOES_NOT_HELP,
                able.isEmpty() ? "no writer here checks files" : "these do: " + String.join(", ", able));
    }

    /** @param files by their real paths */
    public record Result(String writer, List<String> files, Verdict verdict) {
        public Result {
            files = List.copyOf(files);
        }
    }
}
