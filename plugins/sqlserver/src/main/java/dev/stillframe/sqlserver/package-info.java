// SPDX-License-Identifier: Apache-2.0
/** The writer for SQL Server: one instance, each database a component, held by its own suspension for snapshots. */
@NullMarked
package dev.stillframe.sqlserver;

import org.jspecify.annotations.NullMarked;
