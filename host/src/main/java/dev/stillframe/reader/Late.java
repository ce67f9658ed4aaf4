// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.LateFile;

/** A file that an application delivered after the image. */
public record Late(String application, LateFile file) {
    ComponentKey key() {
        return new ComponentKey(application, file.component());
    }
}
