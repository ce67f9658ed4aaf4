// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everybody in the cgroups of systemd units. */
record UnitProcesses(List<Cgroup> cgroups) implements ProcessSource {
    UnitProcesses {
        cgroups = List.copyOf(cgroups);
    }

    /** @throws WriterException if one of them cannot be found, as of now */
    static UnitProcesses of(List<String> units, UnitTree tree) throws WriterException {
        List<Cgroup> cgroups = new ArrayList<>();
        for (String unit : units) {
            cgroups.add(tree.of(unit));
        }
        return new UnitProcesses(cgroups);
    }

    @Override
    public List<HeldProcess> now() throws WriterException {
        List<HeldProcess> all = new ArrayList<>();
        for (Cgroup cgroup : cgroups) {
            try {
                for (long pid : cgroup.processes()) {
                    Optional<HeldProcess> one = id(pid);
                    if (one.isEmpty() && cgroup.processes().contains(pid)) {
                        throw unseen(cgroup);
                    }
                    one.filter(each -> !all.contains(each)).ifPresent(all::add);
                }
            } catch (IOException e) {
                if (!(e instanceof NoSuchFileException)) { // a unit that has ended writes nothing
                    throw new WriterException(
                            "files.unit",
                            "cgroup " + cgroup + " cannot be read: " + e.getMessage(),
                            Retry.UNKNOWN,
                            "",
                            e);
                }
            }
        }
        return all;
    }

    @Override
    public String cameBy() {
        return "came into a unit that was stopped";
    }

    /** It is 0 in the list if it is outside of our PID namespace, and not in /proc if that hides what is not ours. */
    private static WriterException unseen(Cgroup cgroup) {
        return new WriterException(
                "files.hold-unseen",
                "cgroup " + cgroup + " cannot be stopped: some of its processes cannot be seen from here",
                Retry.DOES_NOT_HELP,
                "run as root, outside of containers, or freeze it by hold: cgroup");
    }

    /** From proc_pid_stat(5): the command in brackets, which may hold any bytes; the start is the 22nd field. */
    private static Optional<HeldProcess> id(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        byte[] raw;
        try {
            raw = Files.readAllBytes(stat);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it has ended
        } catch (IOException e) {
            if (Files.notExists(stat)) { // ESRCH: it ended while this was read
                return Optional.empty();
            }
            throw e;
        }
        String text = new String(raw, StandardCharsets.UTF_8);
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        String[] fields =
                close < 0 ? new String[0] : text.substring(close + 1).strip().split(" ", -1);
        if (open < 0 || fields.length < 20) {
            throw new IOException(stat + " is not as it should be: " + text);
        }
        return Optional.of(new HeldProcess(pid, Long.parseLong(fields[19]), text.substring(open + 1, close)));
    }
}
