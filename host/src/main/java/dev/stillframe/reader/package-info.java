// SPDX-License-Identifier: Apache-2.0
/**
 * The shared snapshot reader: walks what the views of an image show, reads it ahead with bounded memory, and puts it to
 * a {@link dev.stillframe.tree.TreeSink} in the order of paths; and shows an image to its writer for validation.
 */
@NullMarked
package dev.stillframe.reader;

import org.jspecify.annotations.NullMarked;
