// SPDX-License-Identifier: Apache-2.0
/**
 * The writer for ordinary files and folders. It knows nothing about what is in them; an operator who does can name
 * commands that hold their application still.
 */
@NullMarked
package dev.stillframe.files;

import org.jspecify.annotations.NullMarked;
