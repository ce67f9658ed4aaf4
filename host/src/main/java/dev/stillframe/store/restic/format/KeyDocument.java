// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.Instant;

/**
 * One password's way to the master key. The only file of a repository that is not encrypted.
 *
 * @param created when, for people
 * @param username who made it, for people
 * @param hostname where, for people
 * @param kdf how a password becomes a key: {@code scrypt}
 * @param n scrypt's cost, a power of two
 * @param r scrypt's block size
 * @param p scrypt's parallelisation
 * @param salt 64 random bytes
 * @param data the master key's JSON, sealed with the key that the password becomes
 */
@SuppressWarnings("ArrayRecordComponent") // salt and sealed data are bytes; never compared
public record KeyDocument(
        Instant created, String username, String hostname, String kdf, int n, int r, int p, byte[] salt, byte[] data) {}
