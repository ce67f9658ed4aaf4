// SPDX-License-Identifier: Apache-2.0
/** Packs: many sealed blobs in one file, with a sealed header at its end. Source: restic's doc/design.rst, "Pack Format". */
@NullMarked
package dev.stillframe.store.restic.pack;

import org.jspecify.annotations.NullMarked;
