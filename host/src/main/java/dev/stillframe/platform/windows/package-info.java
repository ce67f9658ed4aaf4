// SPDX-License-Identifier: Apache-2.0
/**
 * Windows as the host needs it: VSS's COM interfaces and paths. With {@code platform.linux} the only code that uses JNA;
 * nothing here is loaded on Linux outside the tests.
 *
 * <p>Vtable slots and structure offsets are those of vss.h, vswriter.h and vsbackup.h of the Windows SDK, on 64-bit
 * Windows; a test derives them anew from the installed headers.
 */
@NullMarked
package dev.stillframe.platform.windows;

import org.jspecify.annotations.NullMarked;
