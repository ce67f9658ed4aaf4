// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.SubvolumeIdentity;
import dev.stillframe.tree.FileVersion;
import java.io.IOException;
import java.util.Optional;

/** A read-only snapshot that was kept: its own metadata is the source's. */
record SubvolumeBase(KeptBase kept, KeptBase.Subvolume identity) implements Base {
    static KeptBase.Subvolume identify(SourcePath place) throws LinuxException {
        SubvolumeIdentity identity = identity(place);
        return new KeptBase.Subvolume(identity.uuid(), identity.parent(), identity.made());
    }

    static SubvolumeIdentity identity(SourcePath place) throws LinuxException {
        try (BtrfsSubvolume open = BtrfsSubvolume.open(place)) {
            return open.identity();
        }
    }

    @Override
    public Optional<File> file(SourcePath path) throws IOException {
        if (!path.startsWith(kept.source())) {
            return Optional.empty();
        }
        SourcePath place = path.moved(kept.source(), kept.place());
        try {
            Metadata metadata = LinuxFiles.metadata(place);
            FileVersion version = FileVersion.of(metadata);
            return metadata.kind() == Metadata.Kind.FILE
                    ? Optional.of(new File(path, version, place, version))
                    : Optional.empty();
        } catch (LinuxException e) {
            if (e.vanished()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean holds() {
        try {
            SubvolumeIdentity now = identity(kept.place());
            return now.pristine()
                    && now.uuid().equals(identity.uuid())
                    && now.parent().equals(identity.parent())
                    && now.made() == identity.made();
        } catch (LinuxException e) {
            return false; // what cannot be looked at proves nothing
        }
    }
}
