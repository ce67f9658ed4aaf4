// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where, as of the moment it was read; in the kernel's order, later mounts hide earlier ones at the same
 * point.
 */
public record MountTable(List<Mount> mounts) {
    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /** The mounts that this process sees. */
    public static MountTable read() throws IOException {
        return parse(Files.readAllBytes(Path.of("/proc/self/mountinfo")));
    }

    /**
     * Parses the file's bytes.
     *
     * @throws IOException if a line is not as proc_pid_mountinfo(5) describes it
     */
    static MountTable parse(byte[] raw) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        for (int start = 0, end; start < raw.length; start = end + 1) {
            end = start;
            while (end < raw.length && raw[end] != '\n') {
                end++;
            }
            if (end > start) {
                byte[] line = Arrays.copyOfRange(raw, start, end);
                try {
                    mounts.add(mount(line));
                } catch (RuntimeException e) { // numbers, indexes and paths: every way in which a line can be wrong
                    String text = new String(line, StandardCharsets.UTF_8);
                    throw new IOException("mount table: cannot read the line \"" + text + "\"", e);
                }
            }
        }
        return new MountTable(mounts);
    }

    /** The mount that a path lies on, after every symbolic link on the way to it is resolved. */
    public Optional<Mount> mountOf(SourcePath path) throws LinuxException {
        long id = FileStatus.of(path).mount();
        for (Mount mount : mounts) {
            if (id != 0 && mount.id() == id) {
                return Optional.of(mount);
            }
        }
        return id == 0
                ? longestPrefix(LinuxFiles.realPath(path))
                : Optional.empty(); // mounted after the table was read
    }

    /** The same, as the contract names it. */
    public Optional<Volume> volumeOf(SourcePath path) throws LinuxException {
        Optional<Mount> mount = mountOf(path);
        return mount.isPresent() ? Optional.of(mount.get().volume()) : Optional.empty();
    }

    /** The mounts at or below a folder: what a walk that stays on one filesystem leaves out. */
    public List<Mount> below(SourcePath folder) {
        return mounts.stream().filter(m -> m.point().startsWith(folder)).toList();
    }

    private Optional<Mount> longestPrefix(SourcePath real) {
        Optional<Mount> longest = Optional.empty();
        for (Mount mount : mounts) {
            boolean longer =
                    longest.isEmpty() || mount.point().startsWith(longest.get().point());
            if (real.startsWith(mount.point()) && longer) {
                longest = Optional.of(mount);
            }
        }
        return longest;
    }

    /** Fields: id, parent, major:minor, root, point, options, optional fields up to "-", type, source, options. */
    private static Mount mount(byte[] line) {
        List<byte[]> fields = fields(line);
        int separator = 6;
        while (!text(fields.get(separator)).equals("-")) {
            separator++;
        }
        String[] device = text(fields.get(2)).split(":", -1);
        if (device.length != 2) {
            throw new IllegalArgumentException("not major:minor");
        }
        String type = text(fields.get(separator + 1));
        return new Mount(
                Long.parseLong(text(fields.get(0))),
                DeviceNumber.of(Long.parseLong(device[0]), Long.parseLong(device[1])),
                root(fields.get(3)),
                SourcePath.of(fields.get(4)),
                readOnly(text(fields.get(5))) || readOnly(text(fields.get(separator + 3))),
                type.contains(".") ? type.substring(0, type.indexOf('.')) : type,
                text(fields.get(separator + 2)));
    }

    /** Some filesystems have roots that are no paths: {@code net:[4026531840]} of a namespace. */
    private static SourcePath root(byte[] field) {
        return field.length > 0 && field[0] == '/' ? SourcePath.of(clipped(field)) : SourcePath.root();
    }

    /** A root that was removed carries a mark behind it. */
    private static byte[] clipped(byte[] root) {
        byte[] mark = "//deleted".getBytes(StandardCharsets.UTF_8);
        int keep = root.length - mark.length;
        boolean deleted = keep > 0 && Arrays.equals(root, keep, root.length, mark, 0, mark.length);
        return deleted ? Arrays.copyOf(root, keep) : root;
    }

    private static boolean readOnly(String options) {
        return Arrays.asList(options.split(",")).contains("ro");
    }

    private static List<byte[]> fields(byte[] line) {
        List<byte[]> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == ' ') {
                fields.add(field.toByteArray());
                field.reset();
            } else if (line[i] == '\\') {
                field.write(Integer.parseInt(text(Arrays.copyOfRange(line, i + 1, i + 4)), 8)); // \040 is a space
                i += 3;
            } else {
                field.write(line[i]);
            }
        }
        fields.add(field.toByteArray());
        return fields;
    }

    private static String text(byte[] field) {
        return new String(field, StandardCharsets.UTF_8);
    }
}
