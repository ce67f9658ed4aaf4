// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.platform.linux.Privileges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A folder of files on disk that grows and changes as a seed says: names of any bytes, holes, links, devices, attributes. */
final class RandomFiles {
    private static final int PAGE = 8192;

    private final SourcePath root;
    private final Random random;

    RandomFiles(Path root, Random random) {
        this.root = SourcePath.of(root.toString());
        this.random = random;
    }

    void change(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                change();
            } catch (LinuxException e) {
                String meaning = e.errno().meaning();
                if (!meaning.contains("exists") && !meaning.contains("is a folder") && !e.vanished()) {
                    throw e; // two names that are the same, or one that went with its folder, are part of the game
                }
            }
        }
    }

    private void change() throws IOException {
        List<SourcePath> all = new ArrayList<>();
        List<SourcePath> folders = new ArrayList<>();
        collect(root, all, folders);
        try (DirectoryHandle folder = DirectoryHandle.open(any(folders))) {
            switch (random.nextInt(16)) {
                case 0, 1 -> folder.makeFolder(name(), 0700 | random.nextInt(0100));
                case 2 -> folder.makeSymbolicLink(name(), ("to-" + random.nextInt()).getBytes(StandardCharsets.UTF_8));
                case 3 -> folder.makeNode(name(), Kind.FIFO, 0600, 0);
                case 4 -> device(folder);
                case 5 -> sparse(folder);
                case 6 -> link(folder, all);
                case 7 -> remove(all);
                case 8 -> rename(folder, all);
                case 9, 10 -> rewrite(all);
                case 11 -> properties(all);
                case 12 -> file(folder, 1_000_000 + random.nextInt(6_000_000));
                default -> file(folder, random.nextInt(random.nextBoolean() ? 100_000 : 100));
            }
        }
    }

    private void collect(SourcePath path, List<SourcePath> all, List<SourcePath> folders) throws IOException {
        folders.add(path);
        try (DirectoryHandle folder = DirectoryHandle.open(path)) {
            for (byte[] name : folder.list()) {
                SourcePath child = path.child(name);
                if (LinuxFiles.metadata(child).kind() == Kind.FOLDER) {
                    collect(child, all, folders);
                }
                all.add(child);
            }
        }
    }

    private void file(DirectoryHandle folder, int size) throws LinuxException {
        try (NewFile file = folder.create(name(), 0600 | random.nextInt(0200))) {
            file.write(ByteBuffer.wrap(bytes(size)), 0);
        }
    }

    private void sparse(DirectoryHandle folder) throws LinuxException {
        try (NewFile file = folder.create(name(), 0644)) {
            file.write(ByteBuffer.wrap(bytes(5000)), random.nextInt(3_000_000));
            file.write(ByteBuffer.wrap(bytes(5000)), 6_000_000L + random.nextInt(12_000_000));
            file.setSize(20_000_000 + random.nextInt(10_000_000));
        }
    }

    private void device(DirectoryHandle folder) throws LinuxException {
        if (Privileges.effectiveUser() == 0) {
            folder.makeNode(name(), random.nextBoolean() ? Kind.BLOCK_DEVICE : Kind.CHARACTER_DEVICE, 0600, 0x0103);
        }
    }

    private void link(DirectoryHandle folder, List<SourcePath> all) throws IOException {
        SourcePath file = anyFile(all);
        try (DirectoryHandle from = DirectoryHandle.open(file.parent().orElseThrow())) {
            folder.makeHardLink(name(), from, file.name());
        }
    }

    private void remove(List<SourcePath> all) throws IOException {
        SourcePath file = anyFile(all);
        try (DirectoryHandle from = DirectoryHandle.open(file.parent().orElseThrow())) {
            from.remove(file.name());
        }
    }

    private void rename(DirectoryHandle folder, List<SourcePath> all) throws IOException {
        SourcePath file = anyFile(all);
        try (DirectoryHandle from = DirectoryHandle.open(file.parent().orElseThrow())) {
            from.rename(file.name(), folder, name());
        }
    }

    /** Some pages of a file change, and its end may; the file is another one then, under the same name. */
    private void rewrite(List<SourcePath> all) throws IOException {
        SourcePath path = anyFile(all);
        byte[] bytes = new byte[(int) LinuxFiles.metadata(path).size()];
        try (OpenFile file = LinuxFiles.open(path)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
                // to its end
            }
        }
        for (int i = 0; i < 3 && bytes.length > PAGE; i++) {
            System.arraycopy(
                    bytes(100), 0, bytes, random.nextInt(bytes.length / PAGE) * PAGE + random.nextInt(50), 100);
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        try (DirectoryHandle folder = DirectoryHandle.open(path.parent().orElseThrow())) {
            byte[] other = name();
            try (NewFile file = folder.create(other, 0600)) {
                file.write(ByteBuffer.wrap(bytes, 0, length), 0);
            }
            folder.rename(other, folder, path.name());
        }
    }

    private void properties(List<SourcePath> all) throws IOException {
        SourcePath path = anyFile(all);
        try (DirectoryHandle folder = DirectoryHandle.open(path.parent().orElseThrow())) {
            byte[] value = bytes(1 + random.nextInt(60));
            switch (random.nextInt(3)) {
                case 0 -> folder.setAttribute(path.name(), new Attribute("user.n" + random.nextInt(3), value));
                case 1 -> folder.setPermissions(path.name(), 0600 | random.nextInt(0200));
                default ->
                    folder.setModified(
                            path.name(),
                            Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)));
            }
        }
    }

    private SourcePath anyFile(List<SourcePath> all) throws IOException {
        List<SourcePath> files = new ArrayList<>();
        for (SourcePath path : all) {
            if (LinuxFiles.metadata(path).kind() == Kind.FILE) {
                files.add(path);
            }
        }
        if (files.isEmpty()) {
            byte[] name = name();
            try (DirectoryHandle folder = DirectoryHandle.open(root)) {
                folder.create(name, 0600).close();
            }
            return root.child(name);
        }
        return any(files);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        if (random.nextInt(4) > 0) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private byte[] name() {
        int number = random.nextInt(100_000);
        return switch (random.nextInt(8)) {
            case 0 -> new byte[] {'x', (byte) 0xff, (byte) random.nextInt(200, 255), '\n', '"', '\\', 'y'};
            case 1 -> ("grüße <&> " + number).getBytes(StandardCharsets.UTF_8);
            case 2 -> (number + "n".repeat(random.nextInt(240))).getBytes(StandardCharsets.UTF_8);
            default -> ("f" + number).getBytes(StandardCharsets.UTF_8);
        };
    }
}
