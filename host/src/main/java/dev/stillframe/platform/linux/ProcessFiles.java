// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.OpenFiles.Holder;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The regular files that one process has open or mapped, see proc_pid_fd(5), proc_pid_fdinfo(5), proc_pid_maps(5).
 *
 * @param complete false if this process may not look into that one
 */
record ProcessFiles(long pid, List<Open> open, boolean complete) {
    private static final int PATH_ONLY = OpenFlags.PATH;
    private static final Pattern PID = Pattern.compile("[1-9][0-9]*");
    private static final Pattern FLAGS = Pattern.compile("^flags:\\s*([0-7]+)$", Pattern.MULTILINE);

    /** Address range, access, offset, device, inode and perhaps a path. Only shared writable ones. */
    private static final Pattern SHARED_WRITABLE = Pattern.compile(
            "^0*([0-9a-f]+)-0*([0-9a-f]+) .w.s [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) ([1-9][0-9]*)", Pattern.MULTILINE);

    /** A process for its whole life. */
    record Life(long pid, long startTicks, String command) {}

    /** One open file of it. */
    record Open(Life process, OpenFilesScan.FileId id, Access access) {
        Holder holder(SourcePath path) {
            return new Holder(path, process.pid(), process.startTicks(), process.command(), access);
        }
    }

    /** Of the process that an entry of {@code /proc} stands for; empty if it stands for none, or the process ended. */
    static Optional<ProcessFiles> of(byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        if (!PID.matcher(text).matches()) {
            return Optional.empty();
        }
        String process = "/proc/" + text;
        List<Open> open = new ArrayList<>();
        try {
            Life life = life(Long.parseLong(text), read(process + "/stat"));
            descriptors(process, life, open);
            mappings(process, life, open);
            return Optional.of(new ProcessFiles(life.pid(), open, true));
        } catch (AccessDeniedException e) {
            return Optional.of(new ProcessFiles(Long.parseLong(text), open, false));
        } catch (LinuxException e) {
            boolean denied = e.is(Errno.EACCES) || e.is(Errno.EPERM);
            return denied ? Optional.of(new ProcessFiles(Long.parseLong(text), open, false)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // ESRCH or ENOENT: it ended meanwhile
        }
    }

    /** Parses {@code stat}: the command stands in parentheses and may contain anything, parentheses too. */
    static Life life(long pid, String stat) throws IOException {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            throw new IOException("/proc/" + pid + "/stat: no command in \"" + stat + "\"");
        }
        String[] behind = stat.substring(close + 1).strip().split(" ");
        if (behind.length < 20) {
            throw new IOException("/proc/" + pid + "/stat: too short: \"" + stat + "\"");
        }
        return new Life(pid, Long.parseLong(behind[19]), stat.substring(open + 1, close)); // field 22
    }

    private static void descriptors(String process, Life life, List<Open> open) throws IOException {
        for (byte[] raw : LinuxFiles.list(SourcePath.of(process + "/fd"))) {
            descriptor(process, new String(raw, StandardCharsets.ISO_8859_1), life)
                    .ifPresent(open::add);
        }
    }

    /** Empty if it is no regular file, grants no access to its content, or was closed meanwhile. */
    private static Optional<Open> descriptor(String process, String number, Life life) throws IOException {
        try {
            FileStatus status = FileStatus.behind(process + "/fd/" + number);
            Matcher flags = FLAGS.matcher(read(process + "/fdinfo/" + number));
            if (status.kind() != Kind.FILE || !flags.find()) {
                return Optional.empty();
            }
            int bits = Integer.parseInt(flags.group(1), 8);
            Access access = (bits & 3) == OpenFlags.RDONLY ? Access.READ : Access.WRITE;
            return (bits & PATH_ONLY) != 0 ? Optional.empty() : Optional.of(new Open(life, id(status), access));
        } catch (LinuxException e) {
            if (e.vanished()) {
                return Optional.empty();
            }
            throw e;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Through {@code map_files}, because {@code maps} shows a btrfs file with a device that stat never does; that needs
     * CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN. Without it the device in {@code maps} has to do.
     */
    private static void mappings(String process, Life life, List<Open> open) throws IOException {
        Matcher map = SHARED_WRITABLE.matcher(read(process + "/maps"));
        while (map.find()) {
            try {
                FileStatus status = FileStatus.behind(process + "/map_files/" + map.group(1) + "-" + map.group(2));
                if (status.kind() == Kind.FILE) {
                    open.add(new Open(life, id(status), Access.MAPPED_WRITE));
                }
            } catch (LinuxException e) {
                if (!e.vanished()) {
                    long device = DeviceNumber.of(Long.parseLong(map.group(3), 16), Long.parseLong(map.group(4), 16));
                    long inode = Long.parseLong(map.group(5));
                    open.add(new Open(life, new OpenFilesScan.FileId(device, inode), Access.MAPPED_WRITE));
                }
            }
        }
    }

    private static OpenFilesScan.FileId id(FileStatus status) {
        return new OpenFilesScan.FileId(status.device(), status.inode());
    }

    private static String read(String file) throws IOException {
        return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1);
    }
}
