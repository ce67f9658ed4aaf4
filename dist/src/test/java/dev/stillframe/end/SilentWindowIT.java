// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What the host does in the frozen window, seen from outside: strace(1) writes down every call of every thread that names
 * or uses a file, makes a process or maps memory.
 */
class SilentWindowIT {
    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final String CALLS = "%file,read,pread64,readv,write,pwrite64,writev,mmap,ftruncate,fallocate,fsync,"
            + "fdatasync,sendfile,copy_file_range,clone,clone3,fork,vfork";
    private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)$");
    /** A descriptor with what it stands for, or a path. */
    private static final Pattern OBJECT = Pattern.compile("\\d+<([^>]*)>|\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Test
    void betweenFreezeAndThawTheHostUsesNoFileLoadsNoClassAndStartsNoProcess() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(STRACE), "strace is not installed");
        try (Installation installation = new Installation("btrfs")) {
            Shell.run(installation.files, "mkdir data; echo precious > data/file");
            installation.configured(plugins(installation), configuration(installation));
            Path trace = installation.work.resolve("strace");
            Path traced = Files.writeString(
                    installation.work.resolve("traced"),
                    "#!/bin/sh\nexec " + STRACE + " -f -qq -y -s 256 -e trace=" + CALLS + " -e signal=none -o " + trace
                            + " " + Installation.HOME.resolve("bin/stillframe") + " \"$@\"\n");
            assertThat(traced.toFile().setExecutable(true)).isTrue();

            Results.good(installation.launcher(traced).run("backup", "--json"));

            List<String> lines = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
            int opened = index(lines, "openat", "first.held", 0);
            int closed = index(lines, "unlink", "first.held", opened);
            assertThat(lines.subList(0, opened)).as("the log is written before").anyMatch(SilentWindowIT::logs);
            assertThat(lines.subList(closed, lines.size())).as("and after").anyMatch(SilentWindowIT::logs);
            List<String> window = lines.subList(opened, closed);
            List<String> loud =
                    window.stream().filter(line -> !allowed(line, installation)).toList();
            System.out.println("SilentWindowIT: " + lines.size() + " calls, " + window.size()
                    + " of them in the frozen window, " + loud.size() + " of those on files or for processes");
            assertThat(loud).isEmpty();
        }
    }

    private static boolean logs(String line) {
        return line.contains(" write(") && line.contains("stillframe.log>");
    }

    /** What the writers do with their own files, what the guard notes in memory, and what is no file. */
    private static boolean allowed(String line, Installation installation) {
        Matcher call = CALL.matcher(line);
        if (!call.find()) {
            return true; // the end of a call that began before, or of a process
        }
        String name = call.group(1);
        String arguments = call.group(2);
        if (name.startsWith("clone")) {
            return arguments.contains("CLONE_THREAD");
        }
        if (name.endsWith("fork") || name.equals("execve")) {
            return false;
        }
        if (name.equals("mmap")) {
            return arguments.contains("MAP_ANONYMOUS");
        }
        for (String object : objects(arguments)) {
            boolean ours = object.endsWith(".held") || object.endsWith("/diary");
            boolean looked =
                    object.equals("/bin/rm") && name.contains("stat"); // the guard, whether what is armed is there
            boolean noFile =
                    object.startsWith("pipe:") || object.startsWith("socket:") || object.startsWith("anon_inode:");
            // the JVM itself looks now and then how much memory its cgroup leaves it
            boolean inMemory = object.startsWith("/sys/fs/cgroup/")
                    || object.startsWith("/proc/")
                    || object.startsWith("/dev/")
                    || object.startsWith("/run/");
            boolean provider = object.startsWith(installation.files.toString()) && !name.contains("write");
            if (!(ours || looked || noFile || inMemory || provider)) {
                return false;
            }
        }
        return true;
    }

    /** What a call is about; of one that reads or writes not what is read or written. */
    private static List<String> objects(String arguments) {
        List<String> objects = new ArrayList<>();
        Matcher object = OBJECT.matcher(arguments);
        if (object.find()) {
            objects.add(object.group(1) == null ? object.group(2) : object.group(1));
        }
        return objects;
    }

    private static int index(List<String> lines, String call, String file, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(call + "(") && lines.get(i).contains(file)) {
                return i;
            }
        }
        throw new AssertionError("no " + call + " of " + file + " in " + lines.size() + " calls");
    }

    private static Path plugins(Installation installation) throws IOException {
        Path folder = Files.createDirectory(installation.work.resolve("plugins"));
        Path jar = Path.of(System.getProperty("stillframe.misbehaving"));
        Files.copy(jar, folder.resolve(jar.getFileName()));
        return folder;
    }

    /** Two writers that behave, and whose holds are files: the first is held while the second freezes and thaws. */
    private static String configuration(Installation installation) {
        return """
                applications:
                  first:
                    writer: misbehaving
                    settings: {paths: [%1$s/data], tier: front-end, held: %2$s/first.held, diary: %2$s/diary}
                  second:
                    writer: misbehaving
                    settings: {paths: [%1$s/data], tier: storage, held: %2$s/second.held, diary: %2$s/diary}
                jobs:
                  both: {applications: [first, second], freeze-timeout: 60s}
                """.formatted(installation.files, installation.work);
    }
}
