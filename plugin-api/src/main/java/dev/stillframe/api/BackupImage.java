// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a restore would bring back of one application: the files of the image and the late files, at their real paths.
 * Late files beside the image are not part of it. Not for implementation by plugins. Any thread, several at once.
 */
public interface BackupImage {
    /** The regular files of a component, in the order of their paths. Close the stream. */
    Stream<ImageFile> files(ComponentId component);

    /** One regular file by its real path. */
    Optional<ImageFile> file(SourcePath path);
}
