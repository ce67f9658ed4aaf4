// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

/** What is known from elsewhere about transparent data encryption of a database. */
public enum Encryption {
    /** Nothing: the files' own flags are believed if most pages carry them. */
    UNKNOWN,
    /** The server says that nothing is encrypted: a page that says it is, is damaged. */
    NONE,
    /** The server says that the database is encrypted, or is being encrypted or decrypted. */
    ON
}
