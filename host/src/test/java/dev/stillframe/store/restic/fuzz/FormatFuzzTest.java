// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fuzzes every parser for a bounded time: a few seconds in CI, ten minutes in a soak. */
class FormatFuzzTest {
    private static final String SECONDS = Boolean.getBoolean("stillframe.soak") ? "600" : "20";
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 5_000_000 : 50_000;
    private static final int FOUND = 77;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** One of each kind, to begin with; the first byte is the parser's number. */
    private static final List<String> SEEDS = List.of(
            "\u0000{\"version\":2,\"id\":\"ab\",\"chunker_polynomial\":\"25b468838dcb75\"}",
            "\u0001{\"created\":\"2015-01-02T18:10:13.48307196+01:00\",\"username\":\"u\",\"hostname\":\"h\","
                    + "\"kdf\":\"scrypt\",\"N\":65536,\"r\":8,\"p\":1,\"salt\":\"QQ==\",\"data\":\"QQ==\"}",
            "\u0002{\"mac\":{\"k\":\"evFWd9wWlndL9jc501268g==\",\"r\":\"E9eEDnSJZgqwTOkDtOp+Dw==\"},"
                    + "\"encrypt\":\"UQCqa0lKZ94PygPxMRqkePTZnHRYh1k1pX2k2lM2v3Q=\"}",
            "\u0003{\"time\":\"2015-06-27T12:18:51.759239612+02:00\",\"exclusive\":false,\"hostname\":\"k\","
                    + "\"username\":\"f\",\"pid\":13607,\"uid\":1000,\"gid\":100}",
            "\u0004{\"time\":\"2015-01-02T18:10:50.895208559+01:00\",\"tree\":\"" + "2d".repeat(32)
                    + "\",\"paths\":[\"/tmp\"],\"tags\":[\"NL\"],\"summary\":{\"files_new\":1}}",
            "\u0005{\"supersedes\":[],\"packs\":[{\"id\":\"" + "73".repeat(32) + "\",\"blobs\":[{\"id\":\""
                    + "3e".repeat(32)
                    + "\",\"type\":\"data\",\"offset\":0,\"length\":38,\"uncompressed_length\":9}]}]}",
            "\u0006{\"nodes\":[{\"name\":\"a\\\\xff\",\"type\":\"file\",\"mode\":420,\"mtime\":"
                    + "\"2014-12-06T17:50:23.34513538+01:00\",\"inode\":18446744073709551615,\"linktarget_raw\":\"/w==\","
                    + "\"extended_attributes\":[{\"name\":\"u\",\"value\":\"AQ==\"}],\"content\":[\""
                    + "50".repeat(32) + "\"]}]}\n",
            "\u0007{}",
            "\u0008" + "\u0000&\u0000\u0000\u0000" + "x".repeat(32),
            "\u0009zstd");

    @Test
    void randomlyChangedDocumentsBringNoParserDown() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("FormatFuzzTest: -Dstillframe.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = SEEDS.get(round % SEEDS.size()).getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
            FormatFuzz.fuzzerTestOneInput(cut);
        }
    }

    @Test
    void noBytesBringAParserDown() throws Exception {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int i = 0; i < SEEDS.size(); i++) {
            Files.writeString(corpus.resolve("seed-" + i), SEEDS.get(i), StandardCharsets.ISO_8859_1);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + FormatFuzz.class.getName(),
                        "--instrumentation_includes=dev.stillframe.store.restic.**",
                        "--disabled_hooks=**",
                        "-max_total_time=" + SECONDS,
                        "-timeout=20",
                        "-rss_limit_mb=0",
                        "-max_len=4096",
                        corpus.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isNotEqualTo(FOUND).isZero();
        assertThat(output).contains("Done ");
        System.out.print(output.lines()
                        .filter(line -> line.startsWith("Done "))
                        .findAny()
                        .orElse("")
                + System.lineSeparator());
    }
}
