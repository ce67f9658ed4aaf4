// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

/**
 * What a backend can do.
 *
 * @param exclusiveCreate whether of two writers of one name at the same time exactly one succeeds and the other is told
 *     {@link Failure#EXISTS}; else the check may come too early, and the later one replaces the earlier one's file, whole
 * @param connections how many calls at once suit it
 * @param local whether a call costs about what a disk costs, so that many small reads are better than a large one
 */
public record Properties(boolean exclusiveCreate, int connections, boolean local) {}
