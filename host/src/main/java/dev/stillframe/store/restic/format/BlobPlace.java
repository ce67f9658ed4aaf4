// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/** Where a blob lies: in which pack, and where in it. */
public record BlobPlace(FileId pack, PackedBlob blob) {}
