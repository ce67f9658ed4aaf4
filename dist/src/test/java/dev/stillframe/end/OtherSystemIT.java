// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What belongs to Windows is no part of a run on Linux: not a class of it is loaded. */
final class OtherSystemIT {
    @Test
    void onLinuxNoClassOfWindowsIsLoaded() throws IOException {
        try (Installation installation = new Installation("plain")) {
            FilesSite site = FilesSite.in(installation, "");
            site.file("a", "a");
            Path classes = installation.work.resolve("classes.log");
            Path launcher = Files.writeString(installation.work.resolve("traced"), """
                    #!/bin/sh
                    JAVA_OPTS="-Xlog:class+load:file=%s:none:filecount=0" exec '%s' "$@"
                    """.formatted(
                            classes, Installation.HOME.resolve("bin/stillframe")));
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
            Stillframe traced = installation.launcher(launcher);
            for (List<String> command : List.of(
                    List.of("doctor"),
                    List.of("plan", "files"),
                    List.of("backup", "files"),
                    List.of("restore", "latest", "--target", installation.work + "/back"))) {
                Stillframe.Run run = traced.run(command.toArray(String[]::new));
                assertThat(run.exit()).as("%s: %s", command, run).isIn(0, 1); // a doctor may miss something
                try (Stream<String> loaded = Files.lines(classes)) {
                    List<String> names = loaded.toList();
                    assertThat(names).anyMatch(line -> line.contains("dev.stillframe.platform.linux."));
                    assertThat(names)
                            .noneMatch(line -> line.contains("dev.stillframe.platform.windows.")
                                    || line.contains("dev.stillframe.snapshot.vss.")
                                    || line.contains("com.sun.jna.platform.win32.")
                                    || line.matches("dev\\.stillframe\\.\\S*\\.Windows.*"));
                }
            }
        }
    }
}
