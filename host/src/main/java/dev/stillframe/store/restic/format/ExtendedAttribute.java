// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.Arrays;

/** An extended attribute of an entry: name with its namespace, and value, any bytes. */
@SuppressWarnings("ArrayRecordComponent") // equals below compares the value's bytes
public record ExtendedAttribute(String name, byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ExtendedAttribute that && name.equals(that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }
}
