// SPDX-License-Identifier: Apache-2.0
/** The encryption of a repository: AES-256-CTR with Poly1305-AES, and keys from passwords by scrypt. Source: restic's
 * doc/design.rst, "Keys, Encryption and MAC", and Bernstein, "The Poly1305-AES message-authentication code". */
@NullMarked
package dev.stillframe.store.restic.crypto;

import org.jspecify.annotations.NullMarked;
