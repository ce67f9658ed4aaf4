// SPDX-License-Identifier: Apache-2.0
/** Contents of files as chunks: written by all cores in bounded memory, and read back through a bounded memory. */
@NullMarked
package dev.stillframe.store.restic.content;

import org.jspecify.annotations.NullMarked;
