// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.OpenFiles.Holder;
import dev.stillframe.api.Processes;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, as a host without native calls sees them. */
final class LiveProcesses implements Processes {
    /** Whoever has a regular file below the roots open; all of them count as writing. */
    static OpenFiles writing(List<SourcePath> roots) {
        List<Holder> holders = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(process -> {
            Path folder = Path.of("/proc/" + process.pid());
            try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
                for (Path descriptor : open.toList()) {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (roots.stream().anyMatch(root -> file.startsWith(root.toString()))) {
                        SourcePath path = SourcePath.of(file.toString());
                        holders.add(new Holder(path, process.pid(), startTicks(process.pid()), "writer", Access.WRITE));
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // it has ended meanwhile, or is not ours
            }
        });
        return new OpenFiles(holders, true);
    }

    @Override
    public boolean stop(long pid, long startTicks) {
        return signal("STOP", pid);
    }

    @Override
    public boolean resume(long pid, long startTicks) {
        return signal("CONT", pid);
    }

    @Override
    public State state(long pid, long startTicks) {
        try {
            return switch (stat(pid)[0]) {
                case "T", "t" -> State.STOPPED;
                case "Z", "X" -> State.GONE;
                default -> State.RUNNING;
            };
        } catch (IOException e) {
            return State.GONE;
        }
    }

    static long startTicks(long pid) throws IOException {
        return Long.parseLong(stat(pid)[19]);
    }

    private static String[] stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static boolean signal(String name, long pid) {
        try {
            return new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
