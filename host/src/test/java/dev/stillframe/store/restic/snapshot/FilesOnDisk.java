// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What lies below a folder, one line for each entry with everything that a backup has to bring back. */
final class FilesOnDisk {
    private final SourcePath root;
    private final Map<SourcePath, String> lines = new TreeMap<>();
    private final Map<Long, SourcePath> inodes = new HashMap<>();

    private FilesOnDisk(SourcePath root) {
        this.root = root;
    }

    /** By path below the folder; the folder itself is {@code /}. */
    static Map<SourcePath, String> describe(Path folder) throws IOException {
        FilesOnDisk files = new FilesOnDisk(SourcePath.of(folder.toString()));
        files.add(files.root);
        return files.lines;
    }

    private void add(SourcePath path) throws IOException {
        Metadata metadata = LinuxFiles.metadata(path);
        SourcePath shown = path.moved(root, SourcePath.root());
        lines.put(shown, line(path, shown, metadata));
        if (metadata.kind() == Kind.FOLDER) {
            try (DirectoryHandle folder = DirectoryHandle.open(path)) {
                for (byte[] name : folder.list()) {
                    add(path.child(name));
                }
            }
        }
    }

    private String line(SourcePath path, SourcePath shown, Metadata m) throws IOException {
        String attributes = m.attributes().stream()
                .map((Attribute a) -> a.name() + "=" + HexFormat.of().formatHex(a.value()))
                .collect(Collectors.joining(","));
        String common = m.kind() + " " + Integer.toOctalString(m.permissions()) + " " + m.uid() + ":" + m.gid() + " "
                + m.modified() + " [" + attributes + "] ";
        return switch (m.kind()) {
            case FILE -> common + m.size() + " " + sha256(path, m.size()) + link(shown, m);
            case SYMBOLIC_LINK -> common + HexFormat.of().formatHex(m.linkTarget());
            case CHARACTER_DEVICE, BLOCK_DEVICE -> common + m.special();
            default -> common;
        };
    }

    private String link(SourcePath shown, Metadata m) {
        return m.links() == 1 ? "" : " is " + inodes.computeIfAbsent(m.inode(), inode -> shown);
    }

    private static String sha256(SourcePath path, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        try (OpenFile file = LinuxFiles.open(path)) {
            for (long at = 0; at < size; at += buffer.limit()) {
                file.read(buffer.clear(), at);
                digest.update(buffer.flip());
            }
        }
        return Sha256.of(digest).toString();
    }
}
