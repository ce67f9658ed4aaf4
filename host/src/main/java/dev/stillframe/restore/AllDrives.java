// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.platform.windows.WindowsPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The target {@code /} on Windows: the place above all drives that paths of the contract begin at, so that each file goes
 * where it came from. What is noted in the target itself lies on the system's drive. Drives are neither made nor changed.
 */
public record AllDrives(TargetFolder system) implements TargetFolder {
    /** Whether a path names it: a root without a drive. */
    public static boolean is(Path target) {
        return target.getRoot() != null && !target.isAbsolute() && target.getNameCount() == 0;
    }

    static TargetFolder open() throws IOException {
        String drive = System.getenv().getOrDefault("SystemDrive", "C:");
        return new AllDrives(WindowsTargetFolder.at(WindowsPath.parse(drive + "\\")));
    }

    private static boolean isDrive(byte[] name) {
        return WindowsPath.onDrive(SourcePath.root().child(name));
    }

    @Override
    public TargetFolder folder(byte[] name) throws TargetException {
        return isDrive(name) ? WindowsTargetFolder.at(SourcePath.root().child(name)) : system.folder(name);
    }

    @Override
    public List<byte[]> list() throws TargetException {
        return system.list();
    }

    @Override
    public TargetStatus status() throws TargetException {
        return system.status();
    }

    @Override
    public TargetStatus status(byte[] name) throws TargetException {
        if (!isDrive(name)) {
            return system.status(name);
        }
        try (TargetFolder drive = folder(name)) {
            return drive.status();
        }
    }

    @Override
    public PresentFile file(byte[] name) throws TargetException {
        return system.file(name);
    }

    @Override
    public TargetFile create(byte[] name) throws TargetException {
        return system.create(name);
    }

    @Override
    public void makeFolder(byte[] name) throws TargetException {
        if (isDrive(name)) {
            throw new TargetException(TargetException.Reason.MISSING, "there is no such drive", "make", "drive");
        }
        system.makeFolder(name);
    }

    @Override
    public void makeSymbolicLink(byte[] name, Metadata metadata) throws TargetException {
        system.makeSymbolicLink(name, metadata);
    }

    @Override
    public void makeNode(byte[] name, Metadata metadata) throws TargetException {
        system.makeNode(name, metadata);
    }

    @Override
    public void makeHardLink(byte[] name, TargetFolder existingFolder, byte[] existing) throws TargetException {
        system.makeHardLink(name, existingFolder, existing);
    }

    @Override
    public void rename(byte[] name, byte[] newName) throws TargetException {
        system.rename(name, newName);
    }

    @Override
    public void remove(byte[] name) throws TargetException {
        system.remove(name);
    }

    @Override
    public TargetProperties properties() {
        return UNCHANGED;
    }

    @Override
    public TargetProperties properties(byte[] name) {
        return isDrive(name) ? UNCHANGED : system.properties(name);
    }

    @Override
    public void sync() throws TargetException {
        system.sync();
    }

    @Override
    public void syncFilesystem() throws TargetException {
        system.syncFilesystem();
    }

    @Override
    public void close() {
        system.close();
    }

    /** The root of a drive belongs to who runs the system: its owner, access list and times stay. */
    static final TargetProperties UNCHANGED = new TargetProperties() {
        @Override
        public void owner(int uid, int gid) {}

        @Override
        public void permissions(int permissions) {}

        @Override
        public void attribute(Attribute attribute) {}

        @Override
        public void modified(Instant time) {}
    };
}
