// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.stillframe.api.Verdict;
import dev.stillframe.exchange.check.EseBuilder.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes end in a verdict, never in an exception: a few seconds of Jazzer in CI, ten minutes in a soak. */
final class FuzzingTest {
    private static final String SECONDS = Boolean.getBoolean("stillframe.soak") ? "600" : "10";
    private static final int FOUND = 77;
    private static final byte[] DATABASE = Database.dirty(4096, 1, 3).build(4, new Random(1));
    private static final byte[] LOG = EseBuilder.log(3, 7, 3, new Random(1));
    private static final byte[] CHECKPOINT = EseBuilder.checkpoint(3, 7);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void noBytesBringTheCheckDown() throws Exception {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        Random random = new Random(2);
        for (int i = 0; i < 8; i++) {
            byte[] seed = new byte[400];
            random.nextBytes(seed);
            Files.write(corpus.resolve("seed-" + i), seed);
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + EseFuzz.class.getName(),
                        "--instrumentation_includes=dev.stillframe.exchange.**",
                        "--disabled_hooks=**",
                        "-max_total_time=" + SECONDS,
                        "-timeout=20",
                        "-rss_limit_mb=0",
                        "-max_len=4096",
                        corpus.toString())
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

    /** Headers whose checksums are right and whose fields are anything: what lies behind the checksums is foreign too. */
    @Test
    void anyHeaderWithARightChecksumHasAVerdict() throws Exception {
        Random random = Checks.random("any header");
        int rounds = Boolean.getBoolean("stillframe.soak") ? 100_000 : 2000;
        for (int round = 0; round < rounds; round++) {
            Verdict verdict = Checks.verdict(
                    MemoryFile.of("a.edb", EseBuilder.reheaded(DATABASE, 4096, header -> scribble(header, random))),
                    MemoryFile.of("E00.log", EseBuilder.reheaded(LOG, 4096, header -> scribble(header, random))),
                    MemoryFile.of("old.log", EseBuilder.reheaded(LOG, 4096, header -> {
                        header.putInt(32, 7);
                        scribble(header, random);
                    })),
                    MemoryFile.of(
                            "E00.chk", EseBuilder.reheaded(CHECKPOINT, 4096, header -> scribble(header, random))));
            assertThat(verdict).isNotNull();
        }
    }

    private static void scribble(java.nio.ByteBuffer header, Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = 4 + random.nextInt(random.nextBoolean() ? 60 : 680);
            int kind = random.nextInt(3);
            header.put(at, (byte) (kind == 0 ? 0 : kind == 1 ? 0xff : random.nextInt(256)));
        }
    }
}
