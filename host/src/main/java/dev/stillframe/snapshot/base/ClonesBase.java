// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.Privileges;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Clones that were kept. Each is compared with the state in which it was left, whenever it is used. */
final class ClonesBase implements Base {
    private final KeptBase kept;
    private final KeptBase.Clones identity;
    private final Map<SourcePath, File> files = new HashMap<>();

    ClonesBase(KeptBase kept, KeptBase.Clones identity) {
        this.kept = kept;
        this.identity = identity;
        identity.files().forEach(file -> files.put(file.path(), file));
    }

    @Override
    public Optional<File> file(SourcePath path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean holds() {
        try {
            FileStatus folder = FileStatus.of(kept.place());
            return folder.kind() == Metadata.Kind.FOLDER
                    && folder.inode() == identity.inode()
                    && folder.uid() == Privileges.effectiveUser()
                    && (folder.permissions() & 077) == 0;
        } catch (LinuxException e) {
            return false; // what cannot be looked at proves nothing
        }
    }
}
