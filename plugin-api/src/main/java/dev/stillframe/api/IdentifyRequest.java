// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * What {@link Writer#identify} is asked.
 *
 * @param type the type of backup that is planned
 * @param deadline when the host stops waiting
 */
public record IdentifyRequest(BackupType type, Deadline deadline) {}
