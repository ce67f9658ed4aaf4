// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Real files, each with the verdict that the index of samples states. They are kept outside of the project, which has no
 * right to spread them; where they are not, this is skipped.
 */
final class SamplesTest {
    private static final Pattern PAGES =
            Pattern.compile("pages=(\\d+) ok=(\\d+) correctable=0 BAD=(\\d+) uninit=(\\d+)");

    @TestFactory
    Stream<DynamicTest> everySampleGetsTheVerdictThatIsKnownOfIt() throws IOException {
        Path folder = folder();
        List<String[]> rows;
        try (Stream<String> lines = Files.lines(folder.resolve("INDEX.tsv"))) {
            rows = lines.filter(line -> line.startsWith("ese/"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
        assertThat(rows).hasSizeGreaterThan(15);
        return rows.stream().map(row -> DynamicTest.dynamicTest(row[0], () -> judge(folder.resolve(row[0]), row[5])));
    }

    private static void judge(Path path, String note) throws Exception {
        Verdict verdict = Checks.verdict(file(path));
        Matcher pages = PAGES.matcher(note);
        if (pages.find()) {
            database(verdict, note, pages);
        } else if (note.startsWith("LOG hdr=ok")) {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Sound.class,
                            sound -> assertThat(sound.checked())
                                    .isEqualTo(
                                            number(note, note.contains("LRCK") ? "LRCK n=(\\d+)" : "segs ok=(\\d+)")));
        } else if (note.startsWith("CHK")) {
            assertThat(verdict).isInstanceOf(Verdict.Sound.class);
        } else { // a reserve log, and a flush map
            assertThat(verdict).isInstanceOf(Verdict.Unverifiable.class);
        }
    }

    private static void database(Verdict verdict, String note, Matcher pages) {
        long good = Long.parseLong(pages.group(2));
        long bad = Long.parseLong(pages.group(3));
        if (note.contains("state=CleanShutdown") && bad == 0) {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
                assertThat(sound.checked()).isEqualTo(good);
                assertThat(sound.remarks()).contains(pages.group(4) + " pages were never written");
            });
        } else if (bad > 0) { // pages 143 to 158 are foreign data
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Damaged.class, damaged -> {
                assertThat(damaged.total()).isEqualTo(bad);
                assertThat(damaged.first().get(0).block()).isEqualTo(OptionalLong.of(143));
                assertThat(damaged.first().get(15).block()).isEqualTo(OptionalLong.of(158));
            });
        } else {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Damaged.class, damaged -> {
                assertThat(damaged.total()).isEqualTo(1);
                assertThat(damaged.first().get(0).reason())
                        .isEqualTo("it was not shut down cleanly, and log generation " + number(note, "genReq=(\\d+)")
                                + " that it needs is missing");
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCleanDatabaseThatLosesPagesAtItsEndIsDamaged() throws IOException {
        Path folder = folder().resolve("ese");
        return Stream.of(
                        "artemk-root-secedit.sdb",
                        "dissect-basic.edb",
                        "plaso-Catalog1.edb",
                        "stroz-decompress_test.edb",
                        "xpcat-127D0A1D-catdb.edb")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    byte[] whole = Files.readAllBytes(folder.resolve(name));
                    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2 / 8192 * 8192);
                    assertThat(Checks.reason(MemoryFile.of(name, half))).contains("the file is cut off");
                }));
    }

    @Test
    void aWholeFolderOfWindowsXpIsSoundTogether() throws Exception {
        Path folder = folder().resolve("ese");
        ImageFile[] files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(path -> path.getFileName().toString().startsWith("xpcat-"))
                    .filter(path -> !path.getFileName().toString().contains("res1"))
                    .sorted()
                    .map(SamplesTest::file)
                    .toArray(ImageFile[]::new);
        }
        assertThat(files).hasSize(8);
        Verdict.Sound sound = Checks.sound(files);
        assertThat(sound.checked()).isEqualTo(23 + 10 + 73 + 75 + 65 + 102 + 19);
        assertThat(sound.unit()).isEqualTo("pages and log blocks");
    }

    @Test
    void aCheckpointIsHeldAgainstTheLogsOfItsOwnStreamOnly() throws Exception {
        Path folder = folder().resolve("ese");
        assertThat(Checks.reason(file(folder.resolve("xpcat-edb.chk")), file(folder.resolve("linuxwin-edb.log"))))
                .contains("other logs");
    }

    private static MemoryFile file(Path path) {
        try {
            String name = path.getFileName().toString();
            int dash = name.indexOf('-'); // the names begin with where they are from
            return MemoryFile.of(name.substring(dash + 1), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long number(String note, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(note);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static Path folder() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Optional<Path> samples = Optional.ofNullable(root)
                .map(project -> project.resolve("../shared/samples").normalize())
                .filter(Files::isDirectory);
        assumeTrue(samples.isPresent(), "there are no samples in ../shared/samples beside the project");
        return samples.orElseThrow();
    }
}
