// SPDX-License-Identifier: Apache-2.0
/** Puts a stored tree back on disk: below one folder and never outside it, as it was, and saying what is not. */
@NullMarked
package dev.stillframe.restore;

import org.jspecify.annotations.NullMarked;
