// SPDX-License-Identifier: Apache-2.0
/**
 * The files of the Extensible Storage Engine: databases (.edb), logs, checkpoints. All numbers are little-endian. Where
 * it is written down: the engine itself, microsoft/Extensible-Storage-Engine (MIT), {@code dev/ese/src}: {@code
 * ese/_osu/checksumu.cxx}, {@code inc/daedef.hxx}, {@code inc/_logstream.hxx}, {@code ese/_log}.
 *
 * <p>Everything here judges foreign bytes: any bytes have an answer, and none an exception.
 */
@NullMarked
package dev.stillframe.exchange.ese;

import org.jspecify.annotations.NullMarked;
