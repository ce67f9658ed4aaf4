// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.RandomTree;
import dev.stillframe.tree.TreeOnDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we promise to those who have a backup and no Stillframe. */
class PlainToolsTest {
    @TempDir
    Path scratch;

    private RandomTree tree;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        tree = new RandomTree(System.nanoTime());
        target = Files.createDirectory(scratch.resolve("target"));
    }

    @Test
    void gnuTarBringsBackEverything() throws Exception {
        assumeTrue(has("tar") && has("zstd"), "tar and zstd are not installed");
        Path archive = archive(ArchiveFormat.TAR_ZSTD);
        run(
                "tar",
                "--zstd",
                "--xattrs",
                "--xattrs-include=*",
                "--acls",
                "-C",
                target.toString(),
                "-xpf",
                archive.toString());
        assertReceiptAndRemoveOwnFolder();
        TreeOnDisk.assertSame(tree, SourcePath.of(target.toString()));
    }

    @Test
    void gnuTarBringsBackEverythingFromGzip() throws Exception {
        assumeTrue(has("tar") && has("gzip"), "tar and gzip are not installed");
        Path archive = archive(ArchiveFormat.TAR_GZIP);
        run("gzip", "-t", archive.toString());
        run(
                "tar",
                "-z",
                "--xattrs",
                "--xattrs-include=*",
                "--acls",
                "-C",
                target.toString(),
                "-xpf",
                archive.toString());
        assertReceiptAndRemoveOwnFolder();
        TreeOnDisk.assertSame(tree, SourcePath.of(target.toString()));
    }

    @Test
    void bsdtarBringsBackEveryByte() throws Exception {
        assumeTrue(has("bsdtar"), "bsdtar is not installed");
        Path archive = archive(ArchiveFormat.TAR_ZSTD);
        run("bsdtar", "-C", target.toString(), "-xpf", archive.toString());
        assertContents(false);
    }

    @Test
    void unzipBringsBackEveryByteOfRegularFiles() throws Exception {
        assumeTrue(has("unzip"), "unzip is not installed");
        Path archive = archive(ArchiveFormat.ZIP);
        run("unzip", "-tqq", archive.toString());
        run("unzip", "-qq", archive.toString(), "-d", target.toString());
        assertContents(true);
    }

    private void assertContents(boolean zip) throws IOException {
        for (RandomTree.Put put : tree.puts().values()) {
            SourcePath path = put.node().path().below(SourcePath.of(target.toString()));
            if (zip && !TarHeaders.isText(path)) {
                continue; // a zip has its name in another form
            }
            if (put.content() != null) {
                assertThat(TreeOnDisk.bytes(path))
                        .as("%s", path)
                        .isEqualTo(put.content().bytes());
            } else if (put.linkTo() != null && !zip) {
                assertThat(LinuxFiles.metadata(path).links()).as("%s", path).isGreaterThan(1);
            }
        }
    }

    private Path archive(ArchiveFormat format) throws Exception {
        ArchiveFolder store = new ArchiveFolder(scratch.resolve("store"), format);
        store.init();
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            tree.writeTo(draft);
            draft.publish("{\"proof\":1}");
        }
        return scratch.resolve("store").resolve("one." + format.ending());
    }

    private void assertReceiptAndRemoveOwnFolder() throws IOException {
        Path own = target.resolve(".stillframe");
        assertThat(own.resolve("receipt.json")).hasContent("{\"proof\":1}");
        assertThat(Files.readAllLines(own.resolve("manifest.jsonl")))
                .hasSize(1 + tree.puts().size());
        Files.delete(own.resolve("receipt.json"));
        Files.delete(own.resolve("manifest.jsonl"));
        Files.delete(own);
    }

    private static boolean has(String tool) {
        return Files.isExecutable(Path.of("/usr/bin", tool)) || Files.isExecutable(Path.of("/bin", tool));
    }

    private void run(String... command) throws Exception {
        Path output = scratch.resolve("output");
        List<String> whole = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        assertThat(exit)
                .as("%s: %s", whole, new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1))
                .isZero();
    }
}
