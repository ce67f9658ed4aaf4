// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

/**
 * What a prune did.
 *
 * @param packsRemoved with nothing in them that anybody needs, those that no index knew among them
 * @param packsRepacked whose needed blobs lie in new packs now
 * @param bytesFreed by which the packs of the repository became smaller
 */
public record PruneReport(long packsRemoved, long packsRepacked, long bytesFreed) {}
