// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import java.io.IOException;
import java.util.List;

/** What a walk comes upon. */
sealed interface Seen {
    SourcePath path();

    /**
     * An entry.
     *
     * @param takers the claims that it belongs to; none for a folder that is only on the way
     * @param live whether its bytes may change while they are read
     */
    record Entry(SourcePath path, Metadata metadata, List<Claim> takers, boolean live, Opener opener) implements Seen {
        /** What it may do while it is read. */
        ImageComponent.Motion motion() {
            if (!live) {
                return ImageComponent.Motion.STILL;
            }
            boolean expected = takers.stream().allMatch(c -> c.motion() == ImageComponent.Motion.EXPECTED);
            return expected ? ImageComponent.Motion.EXPECTED : ImageComponent.Motion.WATCHED;
        }
    }

    /** Something that should be there and is not, for these claims. */
    record Gap(SourcePath path, Remark.Kind kind, String detail, List<Claim> claims) implements Seen {}

    /** Opens the bytes of a regular file. */
    interface Opener {
        /** Where the bytes lie. */
        SourcePath place();

        /** Through its open folder: only on the walk's thread, and before the walk goes on. */
        SourceFile now() throws IOException;

        /** By its path: at any time, on any thread. */
        SourceFile later() throws IOException;
    }

    /** Opens a file by its path. */
    record ByPath(SourceFiles files, SourcePath place) implements Opener {
        @Override
        public SourceFile now() throws IOException {
            return files.file(place);
        }

        @Override
        public SourceFile later() throws IOException {
            return files.file(place);
        }
    }

    /** Opens a file through its folder. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ByName(SourceFiles files, SourceFolder folder, byte[] name, SourcePath place) implements Opener {
        @Override
        public SourceFile now() throws IOException {
            return folder.file(name);
        }

        @Override
        public SourceFile later() throws IOException {
            return files.file(place);
        }
    }
}
