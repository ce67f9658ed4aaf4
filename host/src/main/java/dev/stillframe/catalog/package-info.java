// SPDX-License-Identifier: Apache-2.0
/** What this host remembers: the journal of its cycles, receipts, and who is at work. */
@NullMarked
package dev.stillframe.catalog;

import org.jspecify.annotations.NullMarked;
