// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

/** Why a jar may be used. */
public enum Trust {
    /** The configuration asks for nothing. */
    NOT_REQUIRED,
    /** It is, byte for byte, what the configuration names by its digest. */
    PINNED,
    /** Somebody in the trust store signed every entry of it. */
    SIGNED
}
