// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilesystemCallsTest {
    private static final byte[] NAME = "file".getBytes(StandardCharsets.UTF_8);

    @Test
    void aFilesystemIsFrozenAndThawedOnceAndDoingItAgainIsToldApart() throws Exception {
        try (LoopVolume volume = LoopVolume.xfs()) {
            SourcePath point = volume.path();
            try {
                assertThat(FilesystemFreeze.freeze(point)).isTrue();
                assertThat(FilesystemFreeze.freeze(point)).isFalse();
            } finally {
                assertThat(FilesystemFreeze.thaw(point)).isTrue();
            }
            assertThat(FilesystemFreeze.thaw(point)).isFalse();
        }
    }

    @Test
    void extentsAreCountedAndListedAlsoWhenOneAnswerDoesNotHoldThemAll() throws Exception {
        int extents = 1500;
        try (LoopVolume volume = LoopVolume.xfs();
                DirectoryHandle folder = DirectoryHandle.open(volume.path())) {
            try (NewFile file = folder.create(NAME, 0600)) {
                file.setSize(extents * 8192L); // XFS allocates ahead only at the end of a file
                for (int i = 0; i < extents; i++) {
                    file.write(ByteBuffer.allocate(4096), i * 8192L);
                }
                file.sync();
            }
            try (OpenFile file = folder.file(NAME)) {
                assertThat(Fiemap.count(file)).isEqualTo(extents);
                List<Extent> all = Fiemap.extents(file, new FileRange(0, Long.MAX_VALUE));
                assertThat(all).hasSize(extents).extracting(Extent::length).containsOnly(4096L);
                assertThat(all).extracting(Extent::logical).isSorted().doesNotHaveDuplicates();
                assertThat(all).extracting(Extent::physical).doesNotHaveDuplicates();
                assertThat(all.get(extents - 1).has(Extent.LAST)).isTrue();
                assertThat(Fiemap.extents(file, new FileRange(8192, 8192)))
                        .extracting(Extent::logical)
                        .containsExactly(8192L);
                assertThat(file.data(file.status().size())).hasSize(extents);
            }
        }
    }

    @Test
    void aCloneSharesItsBlocksWithTheOriginal() throws Exception {
        try (LoopVolume volume = LoopVolume.xfs();
                DirectoryHandle folder = DirectoryHandle.open(volume.path())) {
            try (NewFile file = folder.create(NAME, 0600)) {
                file.write(ByteBuffer.allocate(1 << 20), 0);
                file.sync();
            }
            byte[] clone = "clone".getBytes(StandardCharsets.UTF_8);
            try (OpenFile original = folder.file(NAME);
                    NewFile made = folder.create(clone, 0600)) {
                Reflink.clone(original, made);
                try (OpenFile cloned = folder.file(clone)) {
                    FileRange all = new FileRange(0, 1 << 20);
                    assertThat(Fiemap.extents(cloned, all))
                            .extracting(Extent::physical)
                            .isEqualTo(Fiemap.extents(original, all).stream()
                                    .map(Extent::physical)
                                    .toList());
                }
            }
        }
    }
}
