// SPDX-License-Identifier: Apache-2.0
/** The writer for Microsoft Exchange Server, and a check of any database of the Extensible Storage Engine. */
@NullMarked
package dev.stillframe.exchange;

import org.jspecify.annotations.NullMarked;
