// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the operator wrote, checked, with every default filled in. Immutable; any thread.
 *
 * @param file where it was read from
 * @param hostName this host's identity in backups: at most 32 letters, digits and hyphens
 * @param storage where the backups of those jobs go that name no other
 * @param stateDirectory where the catalogue, the log and temporary files are kept; absolute
 * @param plugins where writers come from
 * @param snapshotCommands volumes whose snapshots other programs make
 * @param applications by name, in the order of the file
 * @param jobs by name, in the order of the file
 * @param secrets what must never be printed
 */
public record Configuration(
        Path file,
        String hostName,
        Storage storage,
        Path stateDirectory,
        PluginFolder plugins,
        List<SnapshotCommands> snapshotCommands,
        Map<String, Application> applications,
        Map<String, Job> jobs,
        Secrets secrets) {
    public Configuration {
        snapshotCommands = List.copyOf(snapshotCommands);
        applications = Collections.unmodifiableMap(new LinkedHashMap<>(applications));
        jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    }

    /** All places where backups are, the first the one of those jobs that name no other. */
    public List<Storage> storages() {
        Set<Storage> all = new LinkedHashSet<>(List.of(storage));
        jobs.values().forEach(job -> job.storage().ifPresent(all::add));
        return List.copyOf(all);
    }
}
