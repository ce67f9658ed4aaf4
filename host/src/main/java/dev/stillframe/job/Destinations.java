// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.clock.Clock;
import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.config.Storage;
import dev.stillframe.event.Events;
import dev.stillframe.store.archive.ArchiveFolder;
import dev.stillframe.store.archive.ArchiveFormat;
import dev.stillframe.store.restic.snapshot.DraftSettings;
import dev.stillframe.store.restic.snapshot.RepositoryDestination;
import dev.stillframe.tree.Destination;
import java.util.Map;

/**
 * Turns what a configuration says about storage into destinations.
 *
 * @param host this host's name, for new keys of repositories
 * @param environment where passwords and credentials may be
 */
record Destinations(String host, Map<String, String> environment, Clock clock, Events events) {
    Destination of(Storage storage) {
        if (storage instanceof dev.stillframe.config.ArchiveFolder folder) {
            ArchiveFormat packed =
                    ArchiveFormat.ofFileName("x." + folder.format().label()).orElseThrow();
            return new ArchiveFolder(folder.directory(), packed);
        }
        RepositoryStorage repository = (RepositoryStorage) storage;
        DraftSettings settings = repository.memory().isPresent()
                ? DraftSettings.within(repository.memory().getAsLong() / 2)
                : DraftSettings.standard();
        return new RepositoryDestination(repository(repository), settings, clock);
    }

    ConfiguredRepository repository(RepositoryStorage storage) {
        return new ConfiguredRepository(storage, host, environment, clock, events);
    }
}
