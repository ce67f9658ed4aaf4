// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ComponentId;

/** Names a component among all applications of a job. */
public record ComponentKey(String application, ComponentId component) {
    @Override
    public String toString() {
        return application + "/" + component;
    }
}
