// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.FileSet;

/**
 * Files that a snapshot is asked for.
 *
 * @param volume the mounted filesystem that the file set's root lies on
 */
public record Source(Volume volume, FileSet files) {}
