// SPDX-License-Identifier: Apache-2.0
/**
 * What this host remembers between runs: the journal of what cycles owe, their history, receipts and held snapshots, in
 * one SQLite file; and the lock that tells a living host from a dead one. Losing all of it loses no backup.
 */
@NullMarked
package dev.stillframe.catalog;

import org.jspecify.annotations.NullMarked;
