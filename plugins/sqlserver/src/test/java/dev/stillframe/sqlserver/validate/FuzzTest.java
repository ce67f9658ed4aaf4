// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes, there is a verdict: a few seconds of Jazzer in CI, ten minutes in a soak. */
class FuzzTest {
    private static final boolean SOAK = Boolean.getBoolean("stillframe.soak");
    private static final int TIMES = SOAK ? 20_000 : 400;
    private static final String SECONDS = SOAK ? "600" : "15";
    private static final int FOUND = 77;

    @TempDir
    Path folder;

    @Test
    void no_bytes_bring_the_check_down() throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + DatabaseFuzz.class.getName(),
                        "--instrumentation_includes=dev.stillframe.sqlserver.**",
                        "--disabled_hooks=**",
                        "-max_total_time=" + SECONDS,
                        "-timeout=20",
                        "-rss_limit_mb=0",
                        "-max_len=40000",
                        corpus().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(output).isNotEqualTo(FOUND).isZero();
        assertThat(output).contains("Done ");
        System.out.println(output.lines()
                .filter(line -> line.startsWith("Done "))
                .findAny()
                .orElse(""));
    }

    @Test
    void random_changes_get_a_verdict() throws WriterException {
        Random random = Checks.random("FuzzTest");
        int damaged = 0;
        for (int i = 0; i < TIMES; i++) {
            byte[] change = new byte[5 + random.nextInt(200)];
            random.nextBytes(change);
            damaged += DatabaseFuzz.changed(change) instanceof Verdict.Damaged ? 1 : 0;
        }
        assertThat(damaged).isPositive();
    }

    @Test
    void truncated_files_get_a_verdict() throws WriterException {
        Random random = Checks.random("FuzzTest");
        for (int i = 0; i < 50; i++) {
            SparseFile data = DatabaseFuzz.DATABASE.data.get(0).copy();
            SparseFile log = DatabaseFuzz.DATABASE.logs.get(0).file.copy();
            SparseFile shortened = random.nextBoolean() ? data : log;
            shortened.truncate((long) (random.nextDouble() * shortened.size()));
            assertThat(Checks.verdict(List.of(data, log))).isInstanceOf(Verdict.Damaged.class);
        }
    }

    /** To begin with: what is parsed of a sound database, by itself and as a change that changes nothing. */
    private Path corpus() throws IOException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        SparseFile data = DatabaseFuzz.DATABASE.data.get(0);
        SparseFile log = DatabaseFuzz.DATABASE.logs.get(0).file;
        seed(corpus, "data", 0x80, data, 0, 4 * PageBytes.SIZE);
        seed(corpus, "log", 0x80, log, 0, 4 * PageBytes.SIZE);
        for (int page : new int[] {0, 1, 2, 9}) {
            seed(corpus, "page-" + page, 0, data, page * PageBytes.SIZE, PageBytes.SIZE);
        }
        seed(corpus, "log-header", 1, log, 0, PageBytes.SIZE);
        seed(corpus, "log-part", 1, log, 0x2000, 512);
        seed(corpus, "log-block", 1, log, 0x4000, 1536);
        return corpus;
    }

    private static void seed(Path corpus, String name, int kind, SparseFile file, int at, int length)
            throws IOException {
        ByteBuffer seed = ByteBuffer.allocate(kind == 0x80 ? 1 + length : 5 + length);
        seed.put((byte) kind);
        if (kind != 0x80) {
            seed.putInt(at);
        }
        Files.write(corpus.resolve(name), seed.put(file.bytes(at, length)).array());
    }
}
