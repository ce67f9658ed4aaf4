// SPDX-License-Identifier: Apache-2.0
/** One backup: suspend, prove that it held, write the metadata, which thaws; and the emergency exit. */
@NullMarked
package dev.stillframe.sqlserver.backup;

import org.jspecify.annotations.NullMarked;
