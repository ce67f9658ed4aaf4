// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.shop.PostgresServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of a host as this writer sees. */
final class TestHost implements WriterContext {
    static final TestHost CONTEXT = new TestHost();

    private static final AtomicInteger CYCLES = new AtomicInteger();

    private TestHost() {}

    /** A deadline that never comes nearer. */
    static Deadline minute() {
        return () -> Duration.ofMinutes(1);
    }

    static Cycle cycle(Grain grain) {
        String id = "Test-" + ProcessHandle.current().pid() + "-" + CYCLES.incrementAndGet();
        Map<ComponentId, Grain> grains = Map.of(PostgresWriter.CLUSTER, grain);
        return new Cycle() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public BackupType type() {
                return BackupType.COPY;
            }

            @Override
            public Map<ComponentId, Grain> grains() {
                return grains;
            }

            @Override
            public Guard guard() {
                return action -> {
                    throw new AssertionError("nothing is frozen here: " + action);
                };
            }
        };
    }

    /** Settings that lead to a server, as its superuser. */
    static Settings settings(PostgresServer server, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("url", server.url("postgres"));
        settings.put("user", "postgres");
        settings.putAll(more);
        return new Settings(settings);
    }

    @Override
    public String application() {
        return "orders";
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return new OpenFiles(List.of(), false);
    }
}
