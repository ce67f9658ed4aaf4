// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

/** An installation: its configuration with the plugins, the destination and the state that belong to it, opened. */
public final class Site implements AutoCloseable {
    private Site() {}

    @Override
    public void close() {}
}
