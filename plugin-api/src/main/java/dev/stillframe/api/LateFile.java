// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Optional;

/** A file that joins the backup after the image was taken. */
public record LateFile(ComponentId component, Place place, Content content) {

    /** Where a late file lies in the backup. */
    public sealed interface Place {
        /**
         * At its real path, replacing the image's file if there is one.
         *
         * @param like whose owner, group and mode it gets; empty keeps those of a {@link CopyOf} source. It may name a
         *     folder, whose execute bits are then left out
         */
        record At(SourcePath path, Optional<SourcePath> like) implements Place {}

        /**
         * Below {@code /.stillframe/<application>/<component>/}: kept, but not where the application would read it.
         *
         * @param name one path segment or several, with {@code /} between, and no {@code ..}
         */
        record Beside(String name) implements Place {
            public Beside {
                if (name.isEmpty()
                        || name.startsWith("/")
                        || java.util.Arrays.asList(name.split("/", -1)).stream()
                                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
                    throw new IllegalArgumentException("not a plain relative name: " + name);
                }
            }
        }
    }

    /** What a late file contains. */
    public sealed interface Content permits Bytes, CopyOf {}

    /** A few bytes that the application delivered. Not copied: the array is the writer's gift. */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared; a copy of a WAL segment would cost memory
    public record Bytes(byte[] bytes) implements Content {}

    /** A file that the host reads; it must not change until the participant is closed. */
    public record CopyOf(SourcePath file) implements Content {}
}
