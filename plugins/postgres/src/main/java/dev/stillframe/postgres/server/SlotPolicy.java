// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

/** Whether a temporary replication slot keeps the WAL of a backup. */
public enum SlotPolicy {
    /** No backup without one. */
    REQUIRED,
    /** Where none can be made, each WAL segment is checked instead, and the backup says so. */
    IF_POSSIBLE,
    /** None is made. */
    OFF
}
