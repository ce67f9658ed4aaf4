// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.tree.SourceException;
import dev.stillframe.tree.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Failures of a repository as those above it speak of them. */
final class Problems {
    private final String location;

    Problems(String location) {
        this.location = location;
    }

    Problem of(IOException e) {
        if (e instanceof RepositoryException known) {
            return known.problem();
        }
        if (e instanceof BackendException known) {
            return known.problem();
        }
        if (e instanceof StoreException known) {
            return known.problem();
        }
        return new Problem(
                "repository.failed",
                location + ": " + e.getMessage(),
                Retry.UNKNOWN,
                "check the repository's space, rights and disks");
    }

    StillframeException exception(IOException e) {
        return new StillframeException(of(e), e);
    }

    /** For those who speak of input and output; a source's own error and an interrupt stay what they are. */
    IOException storeException(IOException e) {
        boolean known =
                e instanceof SourceException || e instanceof StoreException || e instanceof InterruptedIOException;
        return known ? e : new StoreException(of(e), e);
    }
}
