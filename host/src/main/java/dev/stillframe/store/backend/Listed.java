// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

/**
 * A file as a listing shows it.
 *
 * @param size in bytes
 */
public record Listed(Handle handle, long size) {}
