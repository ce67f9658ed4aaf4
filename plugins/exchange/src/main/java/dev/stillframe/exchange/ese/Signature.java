// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

/**
 * Names a database or a stream of logs for its whole life.
 *
 * @param random a number drawn at its creation
 * @param created when that was
 */
public record Signature(int random, LogTime created) {
    static Signature read(byte[] bytes, int at) {
        return new Signature(Words.i32(bytes, at), LogTime.read(bytes, at + 4));
    }

    @Override
    public String toString() {
        return String.format("%08x@%s", random, created);
    }
}
