// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.api.snapshot.Offers.Refusal;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.platform.linux.Reflink;
import dev.stillframe.snapshot.OtherFilesystems;
import java.util.List;
import java.util.Optional;

/** Why the files of a source cannot be cloned. */
final class Suitability {
    private Suitability() {}

    /** Empty if they can. Changes nothing. */
    static Optional<Refusal> refusal(Source source, MountTable table) throws LinuxException {
        if (Privileges.effectiveUser() != 0) {
            return no(source, "cloning files into a folder that only root can read needs root", "run as root");
        }
        SourcePath root = source.files().root();
        Optional<Mount> mount = table.mountOf(root);
        if (mount.isEmpty()) {
            return no(source, root + " lies on a filesystem that was mounted a moment ago", "plan again");
        }
        SourcePath point = mount.get().point();
        if (mount.get().readOnly()) {
            return no(source, point + " is mounted read-only: clones cannot be made there", "");
        }
        if (FileStatus.of(point).kind() != Kind.FOLDER) {
            return no(source, point + " is a mounted file: there is no folder for clones", "name the original file");
        }
        if (mount.get().fileSystem().equals("xfs") && !Reflink.onXfs(point)) {
            return no(
                    source,
                    point + " is an XFS filesystem without reflinks",
                    "make it anew with mkfs.xfs -m reflink=1");
        }
        List<SourcePath> mounted = OtherFilesystems.mountedIn(source.files(), table);
        if (!mounted.isEmpty()) {
            return no(
                    source,
                    "clones cannot hold what is mounted at " + OtherFilesystems.named(mounted),
                    "exclude it, or name it as a path of its own");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> no(Source source, String reason, String hint) {
        return Optional.of(new Refusal(source, reason, hint));
    }
}
