// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.snapshot.Metadata.Attribute;
import java.time.Instant;

/** Something whose properties can be set, in this order. */
interface TargetProperties {
    void owner(int uid, int gid) throws TargetException;

    void permissions(int permissions) throws TargetException;

    void attribute(Attribute attribute) throws TargetException;

    void modified(Instant time) throws TargetException;
}
