// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.config.Application;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.PluginWriter;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.call.BoundedWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The writers of a job's applications, opened; none of them is connected by that. */
final class Writers implements AutoCloseable {
    private static final Duration OPEN_LIMIT = Duration.ofMinutes(1);

    private final Map<String, BoundedWriter> open = new LinkedHashMap<>();
    private final Map<String, Problem> failed = new LinkedHashMap<>();

    private final Site site;

    private Writers(Site site) {
        this.site = site;
    }

    static Writers open(Site site, List<String> applications) {
        Writers writers = new Writers(site);
        for (String name : applications) {
            try {
                Application application = site.application(name);
                writers.open.put(
                        name,
                        Faults.result(
                                "application " + name,
                                factory(site, application.writer())
                                        .open(application.settings(), site.context(name), OPEN_LIMIT)));
            } catch (StillframeException e) {
                writers.failed.put(name, e.problem());
            }
        }
        return writers;
    }

    /** The factory of a writer, its calls bounded. */
    static BoundedFactory factory(Site site, String writer) throws StillframeException {
        PluginWriter plugin = site.plugins()
                .writer(writer)
                .orElseThrow(() -> new StillframeException(
                        "plugin.no-writer",
                        "no plugin brings the writer " + writer,
                        Retry.DOES_NOT_HELP,
                        "put its jar into the plugin folder; `stillframe plugins list` shows what is there"));
        site.requireUsable(plugin.plugin());
        return new BoundedFactory(plugin.factory(), site.clock()::nanoTime);
    }

    Map<String, BoundedWriter> open() {
        return Map.copyOf(open);
    }

    /** The writer of one application. Throws why it could not be opened, if it could not. */
    BoundedWriter writer(String application) throws StillframeException {
        Problem problem = failed.get(application);
        if (problem != null) {
            throw new StillframeException(problem);
        }
        return Objects.requireNonNull(open.get(application), application);
    }

    @Override
    public void close() {
        open.values().forEach(BoundedWriter::close);
        open.forEach((application, writer) -> {
            if (writer.hangs()) {
                abandon(application);
            }
        });
    }

    private void abandon(String application) {
        try {
            String writer = site.application(application).writer();
            site.plugins().writer(writer).ifPresent(plugin -> site.unusable(plugin.plugin(), application));
        } catch (StillframeException e) {
            throw new IllegalStateException(e); // it was there when it was opened
        }
    }
}
