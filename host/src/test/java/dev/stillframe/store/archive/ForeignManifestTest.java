// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.stillframe.error.StillframeException;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Manifests that someone wrote with care and ill will: every digest is right. */
class ForeignManifestTest {
    private static final String[] VALUES = {
        "-1",
        "0",
        "1",
        "4096",
        "9223372036854775807",
        "-9223372036854775808",
        "1e30",
        "\"\"",
        "\"x\"",
        "\"/etc\"",
        "\"../../etc\"",
        "null",
        "[]",
        "[[0,1]]",
        "[[5,-1]]",
        "[[9223372036854775807,1]]",
        "{}",
        "true",
        "{\"base64\":\"Ly4uL3g=\"}",
        "{\"base64\":\"%\"}",
        "\"file\"",
        "\"folder\"",
        "\"symbolic-link\"",
        "\"fifo\""
    };

    @TempDir
    Path scratch;

    private ArchiveFolder store;
    private Published published;
    private Path manifest;
    private List<String> lines;

    @BeforeEach
    void backUp() throws Exception {
        store = new ArchiveFolder(scratch.resolve("store"), ArchiveFormat.TAR_ZSTD);
        store.init();
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            byte[] bytes = new byte[100_000];
            new Random(1).nextBytes(bytes);
            draft.put(ArchiveFolderTest.file("/a", bytes.length), MemoryContent.of(bytes));
            byte[] sparse = new byte[20_000];
            sparse[19_999] = 1;
            draft.put(
                    ArchiveFolderTest.file("/b", sparse.length),
                    MemoryContent.sparse(
                            sparse,
                            List.of(
                                    new Range(0, 16_384, Range.State.HOLE),
                                    new Range(16_384, 3616, Range.State.DATA))));
            draft.link(ArchiveFolderTest.file("/c", bytes.length), ArchiveFolderTest.file("/a", bytes.length));
            published = draft.publish("{}");
        }
        manifest = scratch.resolve("store/one.manifest.jsonl");
        lines = Files.readAllLines(manifest);
    }

    @Test
    void aPathThatLeadsUpwardsIsRefused() throws Exception {
        rewrite(1, line -> line.replace("\"path\":\"/a\"", "\"path\":\"/../../etc/a\""));
        assertThatThrownBy(() -> store.open(published)).hasMessageContaining("store.damaged");
    }

    @Test
    void aPathThatIsNotAbsoluteIsRefused() throws Exception {
        rewrite(1, line -> line.replace("\"path\":\"/a\"", "\"path\":\"a\""));
        assertThatThrownBy(() -> store.open(published)).hasMessageContaining("store.damaged");
    }

    @Test
    void hardLinksInCirclesEnd() throws Exception {
        rewrite(3, line -> line.replace("\"hardLink\":\"/a\"", "\"hardLink\":\"/c\""));
        assertThat(store.verify(published, bytes -> {}).mismatches())
                .anySatisfy(line -> assertThat(line).contains("circles"));
    }

    @Test
    void zerosWithoutEndThatTheArchiveDoesNotPromiseAreNotRead() throws Exception {
        rewrite(2, line -> line.replace("\"size\":20000", "\"size\":9223372036854775807"));
        AtomicLong read = new AtomicLong();
        assertThat(store.verify(published, read::addAndGet).mismatches())
                .singleElement(STRING)
                .contains("/b", "the archive's own map");
        assertThat(read).hasValueLessThan(1 << 20);
    }

    @Test
    void aNameOfAFileThatClaimsToBeLongerThanTheFileIsNotRestored() throws Exception {
        rewrite(3, line -> line.replace("\"size\":100000", "\"size\":9223372036854775807"));
        Path target = scratch.resolve("target");
        try (StoredTree tree = store.open(published)) {
            TreeRestorer.Order order =
                    new TreeRestorer.Order(target, path -> path.toString().equals("/c"), false, "backup");
            assertThat(TreeRestorer.restore(tree, order, bytes -> {}).damaged())
                    .singleElement()
                    .hasToString("/c: has 100000 bytes instead of 9223372036854775807");
        }
        assertThat(target.resolve("c")).doesNotExist();
    }

    @Test
    void aHoleWhereTheArchiveHasDataIsNotRestored() throws Exception {
        rewrite(1, line -> line.substring(0, line.length() - 1) + ",\"data\":[[0,512]]}");
        assertThat(store.verify(published, bytes -> {}).mismatches())
                .anySatisfy(line -> assertThat(line).contains("/a", "the archive's own map"));
    }

    @Test
    void unknownFieldsAndLinesAreTolerated() throws Exception {
        rewrite(1, line -> line.substring(0, line.length() - 1) + ",\"colour\":{\"of\":[1,2]}}");
        assertThat(store.verify(published, bytes -> {}).mismatches()).isEmpty();
        rewrite(0, line -> line + "\n{\"something\":\"else\"}");
        assertThat(store.verify(published, bytes -> {}).mismatches()).isEmpty();
    }

    @Test
    void whateverTheFieldsSayNothingCrashesAndNothingWrongIsRestoredAsRight() throws Exception {
        long seed = System.nanoTime();
        System.out.println("manifests, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int line = 1 + random.nextInt(4); // three entries and the frames
            rewrite(line, text -> mutated(text, random));
            Path target = scratch.resolve("target-" + i);
            try (StoredTree tree = store.open(published)) {
                TreeRestorer.restore(tree, new TreeRestorer.Order(target, path -> true, false, "backup"), bytes -> {});
                store.verify(published, bytes -> {});
            } catch (StillframeException e) {
                assertThat(e.problem().code()).isIn("store.damaged", "restore.damaged");
            }
            assertThat(scratch.resolve("etc")).doesNotExist();
        }
    }

    private static String mutated(String line, Random random) {
        ObjectNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        List<String> names = new ArrayList<>(json.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        String value = VALUES[random.nextInt(VALUES.length)];
        ObjectNode mutant = Json.parse(("{\"v\":" + value + "}").getBytes(StandardCharsets.UTF_8));
        json.set(name, mutant.get("v"));
        return new String(Json.line(json), StandardCharsets.UTF_8).strip();
    }

    /** Replaces a line of the original and makes all digests right again. */
    private void rewrite(int number, UnaryOperator<String> change) throws Exception {
        List<String> changed = new ArrayList<>(lines.subList(0, lines.size() - 2));
        changed.set(number, change.apply(changed.get(number)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        changed.forEach(line -> text.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
        int summaryAt = text.size();
        byte[] summary = (lines.get(lines.size() - 2) + "\n").getBytes(StandardCharsets.UTF_8);
        text.writeBytes(summary);
        ObjectNode end = Json.parse(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8));
        ((ObjectNode) end.get("end"))
                .put("summaryAt", summaryAt)
                .put("sha256", Sha256.ofBytes(text.toByteArray()).toString());
        text.writeBytes(Json.line(end));
        Files.write(manifest, text.toByteArray());
    }
}
