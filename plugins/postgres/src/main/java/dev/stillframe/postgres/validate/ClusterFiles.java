// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.BackupLabel;
import dev.stillframe.postgres.format.ClusterState;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelationMap;
import dev.stillframe.postgres.format.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Checks the files that say what a cluster is. */
final class ClusterFiles {
    private static final int SMALL = 64 << 10;

    private final BackupImage image;
    private final ClusterPlace place;
    private final Findings findings;

    ClusterFiles(BackupImage image, ClusterPlace place, Findings findings) {
        this.image = image;
        this.place = place;
        this.findings = findings;
    }

    /** What {@code pg_control} says; empty if it cannot be used, which was then found. */
    Optional<PgControl> control(long systemIdentifier, boolean recoversFromLabel) throws IOException {
        SourcePath path = place.data().resolve("global/pg_control");
        try {
            byte[] bytes = read(path);
            if (bytes.length != PgControl.FILE_SIZE) {
                throw new MalformedException("has " + bytes.length + " bytes and should have " + PgControl.FILE_SIZE);
            }
            PgControl control = PgControl.parse(bytes);
            if (control.systemIdentifier() != systemIdentifier) {
                throw new MalformedException("belongs to the cluster "
                        + Long.toUnsignedString(control.systemIdentifier())
                        + " and not to the server's, "
                        + Long.toUnsignedString(systemIdentifier));
            }
            checkState(control.state(), path, recoversFromLabel);
            if (control.checksumVersion() < 0 || control.checksumVersion() > 1) {
                findings.add(path, "its page checksum version is " + control.checksumVersion());
            }
            if (control.redo().isAfter(control.checkPoint())) {
                findings.add(path, "its redo location is after its checkpoint");
            }
            return Optional.of(control);
        } catch (MalformedException e) {
            findings.add(path, e.reason());
            return Optional.empty();
        }
    }

    /** The release that {@code PG_VERSION} names; empty if it cannot be told, which was then found. */
    Optional<Release> release(PgControl control) throws IOException {
        SourcePath path = place.data().resolve("PG_VERSION");
        try {
            Release release = version(read(path));
            if (release.controlVersion() != control.controlVersion()) {
                throw new MalformedException(
                        "says " + release.major() + ", but pg_control has the version " + control.controlVersion());
            }
            return Optional.of(release);
        } catch (MalformedException e) {
            findings.add(path, e.reason());
            return Optional.empty();
        }
    }

    /** Checks {@code PG_VERSION} and {@code pg_filenode.map} of a folder that holds relations. */
    void databaseFolder(SourcePath folder, boolean shared, boolean mapped, Release release) throws IOException {
        if (!shared) {
            SourcePath path = folder.resolve("PG_VERSION");
            try {
                if (version(read(path)) != release) {
                    throw new MalformedException("names another version than that of the cluster");
                }
            } catch (MalformedException e) {
                findings.add(path, e.reason());
            }
        }
        if (mapped) {
            SourcePath path = folder.resolve("pg_filenode.map");
            try {
                RelationMap.check(read(path), release);
            } catch (MalformedException e) {
                findings.add(path, e.reason());
            }
        }
    }

    /** What {@code backup_label} says; empty if there is none, or, which was then found, none that can be used. */
    Optional<BackupLabel> label() throws IOException {
        SourcePath path = place.data().resolve("backup_label");
        Optional<ImageFile> file = image.file(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(BackupLabel.parse(ImageBytes.head(file.get(), SMALL)));
        } catch (MalformedException e) {
            findings.add(path, e.reason());
            return Optional.empty();
        }
    }

    private void checkState(ClusterState state, SourcePath path, boolean recoversFromLabel) {
        boolean plausible = switch (state) {
            case IN_PRODUCTION, SHUT_DOWN, SHUTTING_DOWN -> true;
            case STARTING_UP, IN_CRASH_RECOVERY -> !recoversFromLabel; // nobody can start a backup then
            case SHUT_DOWN_IN_RECOVERY, IN_ARCHIVE_RECOVERY -> false;
        };
        if (!plausible) {
            findings.add(path, "says that the cluster is " + state);
        }
    }

    private byte[] read(SourcePath path) throws IOException, MalformedException {
        ImageFile file = image.file(path).orElseThrow(() -> new MalformedException("is missing"));
        return ImageBytes.head(file, SMALL);
    }

    private static Release version(byte[] bytes) throws MalformedException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[0-9]{1,4}")) {
            throw new MalformedException("does not hold a version");
        }
        return Release.of(Integer.parseInt(text))
                .orElseThrow(() -> new MalformedException("says " + text + ", which is not of PostgreSQL 13 to 18"));
    }
}
