// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract is what {@code contract.txt} says: whoever changes a signature changes that file as well, and a reviewer sees
 * the line. After a release, japicmp says besides whether a change breaks writers that are out there.
 */
class ContractTest {
    private static final Path RECORDED = Path.of("contract.txt");

    @Test
    void everySignatureIsAReviewedLine() throws Exception {
        List<String> lines = signatures();
        assertThat(lines).hasSizeGreaterThan(200);
        if (Boolean.getBoolean("stillframe.contract.record")) {
            Files.write(RECORDED, lines);
        }
        assertThat(lines)
                .as(
                        "the contract's signatures; -Dstillframe.contract.record=true records them in plugin-api/contract.txt")
                .isEqualTo(Files.readAllLines(RECORDED));
    }

    private static List<String> signatures() throws Exception {
        Path classes = Path.of(WriterFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.contains("-info"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .flatMap(ContractTest::signatures)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<String> signatures(String name) {
        try {
            return Signatures.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
