// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/** What a cluster was doing when {@code pg_control} was written (DBState in catalog/pg_control.h), in its order. */
public enum ClusterState {
    STARTING_UP("starting up"),
    SHUT_DOWN("shut down"),
    SHUT_DOWN_IN_RECOVERY("shut down in recovery"),
    SHUTTING_DOWN("shutting down"),
    IN_CRASH_RECOVERY("in crash recovery"),
    IN_ARCHIVE_RECOVERY("in archive recovery"),
    IN_PRODUCTION("in production");

    private final String text;

    ClusterState(String text) {
        this.text = text;
    }

    static ClusterState of(int number) throws MalformedException {
        if (number < 0 || number >= values().length) {
            throw new MalformedException("its cluster state is " + Integer.toUnsignedString(number));
        }
        return values()[number];
    }

    /** As {@code pg_controldata} says it. */
    @Override
    public String toString() {
        return text;
    }
}
