// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who holds files open, from {@code /proc}, by device and inode: so it also finds holders in other mount
 * namespaces and those that opened the file by another name. This process itself is left out. Processes outside of this
 * process's PID namespace cannot be seen at all.
 */
public final class OpenFilesScan {
    private final Map<FileId, List<ProcessFiles.Open>> open = new HashMap<>();
    private final Set<SourcePath> walked = new HashSet<>();
    private final List<OpenFiles.Holder> holders = new ArrayList<>();
    private boolean complete;

    private OpenFilesScan() {}

    /** What identifies a file whatever its name is. */
    record FileId(long device, long inode) {}

    /**
     * Who has regular files at or below these paths open.
     *
     * @throws IOException if a folder cannot be listed; one that is gone meanwhile holds nothing
     */
    public static OpenFiles below(Collection<SourcePath> paths) throws IOException {
        OpenFilesScan scan = new OpenFilesScan();
        scan.processes();
        for (SourcePath path : paths) {
            scan.root(path);
        }
        return new OpenFiles(scan.holders, scan.complete);
    }

    private void processes() throws LinuxException {
        complete = Files.exists(Path.of("/proc/1")); // hidden if /proc is mounted with hidepid=2
        long self = ProcessHandle.current().pid();
        for (byte[] name : LinuxFiles.list(SourcePath.of("/proc"))) {
            Optional<ProcessFiles> files = ProcessFiles.of(name);
            if (files.isPresent() && files.get().pid() != self) {
                complete &= files.get().complete();
                for (ProcessFiles.Open file : files.get().open()) {
                    open.computeIfAbsent(file.id(), id -> new ArrayList<>()).add(file);
                }
            }
        }
    }

    private void root(SourcePath path) throws LinuxException {
        try {
            FileStatus status = FileStatus.of(path);
            if (status.kind() == Kind.FOLDER) {
                folder(path, status.device());
            } else if (status.kind() == Kind.FILE && walked.add(path)) {
                match(path, new FileId(status.device(), status.inode()));
            }
        } catch (LinuxException e) {
            unlessVanished(e);
        }
    }

    private void folder(SourcePath folder, long device) throws LinuxException {
        for (FolderEntry entry : FolderEntry.list(folder)) {
            SourcePath path = folder.child(entry.name());
            Optional<Kind> kind = entry.kind();
            if (kind.isEmpty() || kind.get() == Kind.FOLDER) {
                root(path); // may be a mount point or a subvolume: another device
            } else if (kind.get() == Kind.FILE && walked.add(path)) {
                match(path, new FileId(device, entry.inode()));
            }
        }
    }

    private void match(SourcePath path, FileId id) {
        Map<Long, OpenFiles.Holder> strongest = new HashMap<>();
        for (ProcessFiles.Open file : open.getOrDefault(id, List.of())) {
            strongest.merge(
                    file.process().pid(),
                    file.holder(path),
                    (a, b) -> a.access().compareTo(b.access()) >= 0 ? a : b);
        }
        holders.addAll(strongest.values());
    }

    private static void unlessVanished(LinuxException e) throws LinuxException {
        if (!e.vanished()) {
            throw e;
        }
    }
}
