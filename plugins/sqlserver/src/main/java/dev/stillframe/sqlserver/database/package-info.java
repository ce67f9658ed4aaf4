// SPDX-License-Identifier: Apache-2.0
/** What an instance has: its databases, their files, and which of them can be backed up. */
@NullMarked
package dev.stillframe.sqlserver.database;

import org.jspecify.annotations.NullMarked;
