// SPDX-License-Identifier: Apache-2.0
/**
 * SQL Server's files as bytes: pages, allocation maps, file headers, the boot page and the log. Nothing here reads a file
 * or judges a database.
 *
 * <p>Microsoft documents the page types, the allocation maps and their intervals ("Pages and extents architecture guide")
 * and the log's virtual files ("SQL Server transaction log architecture and management guide"). Offsets, both checksums
 * and the torn bits were worked out from databases that SQL Server wrote, versions 655 to 782 (2008 to 2014).
 */
@NullMarked
package dev.stillframe.sqlserver.format;

import org.jspecify.annotations.NullMarked;
