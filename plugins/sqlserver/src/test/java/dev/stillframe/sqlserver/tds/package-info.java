// SPDX-License-Identifier: Apache-2.0
/** A stand-in for a server that speaks just enough of TDS 7.4 ([MS-TDS]) for the real driver. */
@NullMarked
package dev.stillframe.sqlserver.tds;

import org.jspecify.annotations.NullMarked;
