// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.wine.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The host itself on a JVM of Windows: configuration, catalogue, repository, reader, restore and command line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // a start of the program takes seconds there: they share one site
final class WindowsIT {
    private static final String LONG =
            "a folder with a name that is long enough to be ".repeat(4).strip();

    private static WindowsSite site;
    private static byte[] random;

    @BeforeAll
    static void installed() throws Exception {
        site = WindowsSite.make();
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("files on Windows, seed " + seed);
        random = new byte[3_000_000];
        new Random(seed).nextBytes(random);
        Path deep = Files.createDirectories(site.data().resolve(LONG).resolve(LONG)); // beyond 260 characters
        Files.write(deep.resolve("random"), random);
        Files.writeString(deep.resolve("ünïcödé 日本.txt"), "names are UTF-16 there");
        Files.writeString(site.data().resolve("hidden.txt"), "nobody sees me");
        Files.writeString(site.data().resolve("locked.db"), "as it was");
        Files.setLastModifiedTime(
                site.data().resolve("hidden.txt"),
                java.nio.file.attribute.FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
        assertThat(site.windows
                        .start(java.util.Map.of(), java.util.List.of("attrib.exe", "+h", "+s", "C:\\data\\hidden.txt"))
                        .await(WindowsSite.LIMIT)
                        .exit())
                .isZero();
        site.good("init");
    }

    private static Path deep() {
        return site.data().resolve(LONG).resolve(LONG);
    }

    @AfterAll
    static void gone() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Order(1)
    void aFileThatAnotherProcessLocksIsBackedUpAsItWasAtTheInstantOfTheShadowCopy() throws Exception {
        Windows.Ended run = site.whileHeld(
                "C:\\data\\locked.db",
                () -> site.runWithShadow(
                        () -> Files.writeString(site.data().resolve("locked.db"), "as it is now"), "backup", "files"));
        JsonNode receipt = WindowsSite.ended(0, run).path("receipt");
        assertThat(receipt.path("outcome").asString()).isEqualTo("COMPLETE");
        JsonNode component = Results.component(receipt, "files");
        assertThat(component.path("level").asString()).isEqualToIgnoringCase("crash");

        site.good("restore", "latest", "--target", "C:\\back");
        Path back = site.windows.drive().resolve("back/C/data");
        assertThat(back.resolve("locked.db")).hasContent("as it was");
        assertThat(back.resolve(LONG).resolve(LONG).resolve("random")).hasBinaryContent(random);
        assertThat(back.resolve(LONG).resolve(LONG).resolve("ünïcödé 日本.txt")).hasContent("names are UTF-16 there");
        assertThat(back.resolve("hidden.txt")).hasContent("nobody sees me");
        assertThat(Files.getLastModifiedTime(back.resolve("hidden.txt"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS))
                .isEqualTo(Instant.parse("2001-02-03T04:05:06.789Z"));
        Windows.Ended attributes = site.windows
                .start(java.util.Map.of(), java.util.List.of("attrib.exe", "C:\\back\\C\\data\\hidden.txt"))
                .await(WindowsSite.LIMIT);
        Files.writeString(site.data().resolve("hidden.txt"), "spoiled");
        Files.delete(deep().resolve("random"));
        site.good("restore", "latest", "--target", "/", "--in-place", "--overwrite");
        assertThat(site.data().resolve("hidden.txt")).hasContent("nobody sees me");
        assertThat(deep().resolve("random")).hasBinaryContent(random);
        assertThat(attributes.out()).containsPattern("^A?S"); // "hidden" is lost in Wine where a name began with a dot
    }

    @Test
    @Order(2)
    void withoutVssALockedFileIsToldByItsNameAndNotSkipped() throws Exception {
        Windows.Ended run = site.whileHeld("C:\\data\\locked.db", () -> site.run("backup", "live"));
        assertThat(run.exit()).as("%s", run).isEqualTo(3);
        assertThat(run.out())
                .contains("/C/data/locked.db")
                .contains("locked by another process")
                .contains("error 32");
    }

    @Test
    @Order(3)
    void aHostThatIsKilledWhileTheShadowCopyIsMadeLeavesNothingThatStopsTheNextBackup() throws Exception {
        Windows.Running killed = site.start("backup", "files");
        site.wish("take-", killed);
        killed.process().descendants().forEach(ProcessHandle::destroyForcibly);
        killed.process().destroyForcibly().waitFor();
        site.windows.end("java.exe");
        site.forgetWishes();

        JsonNode backup = WindowsSite.ended(0, site.runWithShadow(() -> {}, "backup", "files"));
        assertThat(backup.path("receipt").path("outcome").asString()).isEqualTo("COMPLETE");
        site.good("verify", "latest");
    }

    @Test
    @Order(4)
    void theSmokeCommandProvesAsMuchOfVssAndTheReaderAsThereIs() throws Exception {
        Windows.Ended run = site.runWithShadow(() -> {}, "doctor", "--live-vss", "C:\\data");
        JsonNode report = WindowsSite.ended(1, run); // Wine has no BackupRead and no Restart Manager
        assertThat(report.toString())
                .contains("the locked file as it was at its instant")
                .contains("is gone again");
        assertThat(site.data().toFile().list()).noneMatch(name -> name.contains("stillframe-live-vss"));
    }
}
